// Who may let others in.
import Basics
import Domain
import Testing

@Suite("Who may invite")
struct InvitePolicyTests {
    private let now = Timestamp(seconds: 1_508_098_860)

    private func user(_ role: Role, _ change: (inout User) -> Void = { _ in }) -> User {
        var user = User(accountID: 1, email: "a@mail.example", role: role, confirmedAt: now, createdAt: now)
        change(&user)
        return user
    }

    @Test("the role decides, as the admin has set it", arguments: InviteMode.allCases, Role.allCases)
    func roles(_ mode: InviteMode, _ role: Role) {
        let may = mode == .members || (mode == .moderators && role != .user)
        #expect(InvitePolicy.mayInvite(user(role), isHidden: false, mode) == may)
    }

    @Test("who is not in, or not free, invites nobody")
    func states() {
        #expect(!InvitePolicy.mayInvite(user(.admin), isHidden: true, .members))
        let changes: [(inout User) -> Void] = [
            { $0.confirmedAt = nil }, { $0.isApproved = false }, { $0.isFrozen = true }, { $0.isDisabled = true },
        ]
        for change in changes {
            #expect(!InvitePolicy.mayInvite(user(.admin, change), isHidden: false, .members))
        }
    }

    @Test("an invite is over at its end and after its last use")
    func over() {
        var invite = Invite(
            code: "a",
            accountID: 1,
            uses: 4,
            mostUses: 5,
            createdAt: now,
            expiresAt: now + .seconds(60)
        )
        #expect(!invite.isOver(at: now + .seconds(59)) && invite.isOver(at: now + .seconds(60)))
        invite.uses = 5
        #expect(invite.isOver(at: now))
        (invite.mostUses, invite.expiresAt) = (nil, nil)
        #expect(!invite.isOver(at: now + .seconds(1_000_000_000)))
    }
}
