// Synthetic accounts in bulk: who they are, how old, and that nobody can sign in as them.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Create accounts for a replay")
struct CreateReplayAccountsTests {
    private static let hour: Int64 = 3_600_000

    private func make(_ parts: [(ReplayRole, Int)], _ stand: ServicesFixture) async throws -> [ReplayAccount] {
        var made: [ReplayAccount] = []
        try await stand.services.createReplayAccounts(parts.map { (role: $0, count: $1) }) { made += $0 }
        return made
    }

    @Test("each has a token, and names go on where they ended", arguments: TestEngine.available)
    func names(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let first = try await make([(.caller, 1), (.admin, 1), (.person, 3)], stand)
            let second = try await make([(.caller, 1)], stand)
            #expect(first.map(\.username) == (1...5).map { "replay_00000\($0)" })
            #expect(second.map(\.username) == ["replay_000006"])
            for account in first + second {
                let grant = try await stand.services.grants.grant(token: account.token)
                #expect(grant?.accountID == account.id)
                #expect((grant?.user?.role == .admin) == (account.role == .admin))
            }
        }
    }

    @Test("people are old, puppets young, and three of five people can be found", arguments: TestEngine.available)
    func ages(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let made = try await make([(.person, 700), (.puppet, 20)], stand)
            let now = stand.clock.clock.now()
            let details = try await stand.database.read { try AccountQueries.details(made.map(\.id), $0) }
            let accounts = Dictionary(uniqueKeysWithValues: details.map { ($0.account.id, $0.account) })
            func ages(_ role: ReplayRole) -> [Int64] {
                made.filter { $0.role == role }.compactMap { accounts[$0.id] }
                    .map { now.milliseconds - $0.createdAt.milliseconds }
            }
            #expect(ages(.person).count == 700 && ages(.puppet).count == 20)
            #expect(ages(.person).allSatisfy { $0 >= 29 * 24 * Self.hour && $0 <= 1096 * 24 * Self.hour })
            #expect(ages(.puppet).allSatisfy { $0 <= Self.hour })
            #expect(accounts.values.count { $0.isDiscoverable == true } == 420)
        }
    }

    @Test("no password opens one", arguments: TestEngine.available)
    func password(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            _ = try await make([(.person, 1)], stand)
            for password in ["!", "", "a quiet long password"] {
                await #expect(throws: ServiceError.self) {
                    try await stand.services.signIn(login: "replay_000001", password: password)
                }
            }
        }
    }
}
