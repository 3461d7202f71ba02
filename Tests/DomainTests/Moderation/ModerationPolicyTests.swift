// Who may act on whom: owner, admin, moderator, everybody else.
import Domain
import Testing

@Suite("Moderation policy")
struct ModerationPolicyTests {
    private static let allRanks: [ModeratorRank] = [.moderator, .admin, .owner]

    @Test("nobody acts on an equal, nor on somebody above", arguments: allRanks)
    func ranks(_ rank: ModeratorRank) {
        for role in Role.allCases {
            let held = ModerationPolicy.rank(of: role)?.rawValue ?? 0
            let refusal = ModerationPolicy.refusal(.account(1), rank, on: 2, role: role)
            #expect(refusal == (rank.rawValue > held ? nil : .rank), "\(rank) on \(role)")
        }
        #expect(ModerationPolicy.refusal(.account(1), rank, on: 2, role: nil) == nil)
    }

    @Test("nobody acts on themselves, and the command line acts on all")
    func oneself() {
        for role in Role.allCases {
            #expect(ModerationPolicy.refusal(.account(1), .owner, on: 1, role: role) == .oneself)
            #expect(ModerationPolicy.refusal(.commandLine, .owner, on: 1, role: role) == nil)
        }
        #expect(ModerationPolicy.rank(of: .user) == nil)
    }
}
