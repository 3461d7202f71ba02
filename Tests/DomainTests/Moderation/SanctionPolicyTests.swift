// What a sanction leaves to somebody.
import Domain
import Testing

@Suite("What a sanction leaves")
struct SanctionPolicyTests {
    @Test("a frozen person reads, a suspended one does not; both take back and settle")
    func acts() {
        func left(isFrozen: Bool, isSuspended: Bool) -> [SanctionPolicy.Act] {
            SanctionPolicy.Act.allCases.filter {
                SanctionPolicy.allows($0, isFrozen: isFrozen, isSuspended: isSuspended)
            }
        }
        #expect(left(isFrozen: false, isSuspended: false) == [.read, .takeBack, .settle, .write])
        #expect(left(isFrozen: true, isSuspended: false) == [.read, .takeBack, .settle])
        for isFrozen in [false, true] {
            #expect(left(isFrozen: isFrozen, isSuspended: true) == [.takeBack, .settle])
        }
    }
}
