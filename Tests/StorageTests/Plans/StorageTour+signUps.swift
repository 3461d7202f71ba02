// The part of the tour that is about who comes in: sign-ups that wait, invites, and the list of accounts for moderators.
import Basics
import Database
import Domain
import Storage
import Testing

extension StorageTour {
    static func signUps(_ connection: Connection) throws {
        try StorageFixture.add(accounts: [78], connection)
        let email = try #require(EmailAddress.validate("waits@example.com"))
        let user = User(
            accountID: 78,
            email: email.written,
            confirmedAt: now,
            isApproved: false,
            createdAt: now,
            invitedByID: 1
        )
        try UserQueries.insert(user, email: email, passwordHash: "hash", reason: "to knit", connection)
        #expect(try UserQueries.user(78, connection) == user)
        #expect(try UserQueries.locked(78, connection) == user)
        #expect(try AccountQueries.details(78, connection)?.isNewcomer == true)
        #expect(try AccountQueries.details(2, connection)?.isNewcomer == false)
        #expect(try AccountQueries.shownID(username: "Villager78", domain: "", connection) == nil)
        #expect(try AccountQueries.shownID(username: "Villager2", domain: "", connection) == 2)
        let waiting = try #require(try SignUpQueries.undecided(78, connection))
        #expect(waiting.username == "Villager78" && waiting.reason == "to knit" && waiting.confirmedAt == now)
        #expect(try SignUpQueries.undecided(before: now + .seconds(1), limit: 5, connection) == [waiting])
        #expect(try SignUpQueries.undecided(before: now, limit: 5, connection) == [])
        #expect(try UserQueries.logins([2, 78], connection)[78]?.reason == "to knit")
        try adminAccounts(connection)
        #expect(try UserQueries.locked(78, connection)?.isApproved == false)
        #expect(try SignUpQueries.approve(78, connection))
        #expect(try UserQueries.locked(78, connection)?.isApproved == true)
        #expect(try !SignUpQueries.approve(78, connection))
        #expect(try SignUpQueries.undecided(78, connection) == nil)
        try invites(connection)
        try LoginQueries.deleteAccount(78, connection)
    }

    private static func adminAccounts(_ connection: Connection) throws {
        func listed(
            minID: Int64? = nil,
            _ change: (inout AdminAccountFilter) -> Void = { _ in }
        ) throws -> [Int64] {
            var filter = AdminAccountFilter()
            change(&filter)
            return try AdminAccountQueries.list(filter, PageBounds(minID: minID, limit: 2), connection)
        }
        #expect(try listed { $0.status = .pending } == [78])
        #expect(try listed(minID: 0) { $0.status = .pending } == [78])
        #expect(try listed { $0.invitedByID = 1 } == [78])
        #expect(try listed { $0.username = "villager7" }.first == 78)
        #expect(try listed { $0.email = "waits@" } == [78])
        #expect(try listed { ($0.isLocal, $0.username) = (false, "villager") } == [])
        #expect(try listed { $0.isStaff = true } == [])
        #expect(try listed(minID: 0) { $0.isLocal = true } == [2, 1])
        #expect(try listed { $0.domain = "nowhere.example" } == [])
        #expect(try listed { $0.displayName = "nobody" } == [])
        #expect(try ModerationActionQueries.approval(of: 78, connection) == nil)
    }

    private static func invites(_ connection: Connection) throws {
        var invite = Invite(
            code: "abc",
            accountID: 1,
            comment: "For Dora",
            mostUses: 1,
            createdAt: now,
            expiresAt: now + .seconds(60)
        )
        invite.id = try InviteQueries.insert(invite, connection)
        #expect(try InviteQueries.invite(code: "abc", connection) == invite)
        #expect(try InviteQueries.invite(code: "ABC", connection) == nil)
        #expect(try InviteQueries.open(of: 1, at: now, limit: 5, connection) == [invite])
        #expect(try InviteQueries.invites(of: 1, at: now + .seconds(60), limit: 5, connection) == [invite])
        #expect(try InviteQueries.open(of: 1, at: now + .seconds(60), limit: 5, connection) == [])
        #expect(try InviteQueries.isOwn(invite.id, of: 1, connection))
        #expect(try !InviteQueries.isOwn(invite.id, of: 2, connection))
        #expect(try !InviteQueries.use(invite.id, at: now + .seconds(60), connection))
        #expect(try InviteQueries.use(invite.id, at: now, connection))
        #expect(try !InviteQueries.use(invite.id, at: now, connection))
        #expect(try !InviteQueries.end(invite.id, of: 2, at: now, connection))
        #expect(try InviteQueries.end(invite.id, of: 1, at: now, connection))
        #expect(try !InviteQueries.end(invite.id, of: 1, at: now, connection))
        try InviteQueries.forget(endedBefore: now, limit: 5, connection)
        #expect(try InviteQueries.invite(code: "abc", connection) != nil)
        try InviteQueries.forget(endedBefore: now + .seconds(1), limit: 5, connection)
        #expect(try InviteQueries.invite(code: "abc", connection) == nil)
    }
}
