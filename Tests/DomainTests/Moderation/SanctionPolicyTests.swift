// What a sanction leaves to somebody.
import Domain
import Testing

@Suite("What a sanction leaves")
struct SanctionPolicyTests {
    private func left(isFrozen: Bool, isSuspended: Bool, isDeactivated: Bool = false) -> [SanctionPolicy.Act] {
        SanctionPolicy.Act.allCases.filter {
            SanctionPolicy.allows(
                $0,
                isFrozen: isFrozen,
                isSuspended: isSuspended,
                isDeactivated: isDeactivated
            )
        }
    }

    @Test("a frozen person reads, a suspended one does not; both take back and settle")
    func acts() {
        #expect(left(isFrozen: false, isSuspended: false) == [.read, .takeBack, .settle, .arrange, .write])
        #expect(left(isFrozen: true, isSuspended: false) == [.read, .takeBack, .settle])
        for isFrozen in [false, true] {
            #expect(left(isFrozen: isFrozen, isSuspended: true) == [.takeBack, .settle])
        }
    }

    @Test("who has hidden their account does all but write, as far as moderators let them")
    func deactivated() {
        #expect(
            left(isFrozen: false, isSuspended: false, isDeactivated: true) == [.read, .takeBack, .settle, .arrange]
        )
        #expect(left(isFrozen: true, isSuspended: false, isDeactivated: true) == [.read, .takeBack, .settle])
        #expect(left(isFrozen: false, isSuspended: true, isDeactivated: true) == [.takeBack, .settle])
    }
}
