// The way to the schema that the program needs.
import Basics
import Database
import Domain
import Storage
import TestSupport
import Testing

@Suite("Migrations")
struct MigratorTests {
    private static let setVersion = SQL("INSERT INTO schema_migrations (version, name) VALUES ($1, $2)")
    private static let forget = SQL("DELETE FROM schema_migrations WHERE version = $1")

    @Test("an empty database gets every migration, and a second time none", arguments: TestEngine.available)
    func fresh(_ engine: TestEngine) async throws {
        try await withDatabase(engine, template: "empty") { database in
            let first = try await Migrator.migrate(database)
            #expect(first.count == Migrator.count)
            #expect(first.first == "0001 start")
            let second = try await Migrator.migrate(database)
            #expect(second.isEmpty)
        }
    }

    @Test(
        "a database that has what the program does not know is refused with a sentence",
        arguments: TestEngine.available
    )
    func newer(_ engine: TestEngine) async throws {
        try await StorageFixture.run(engine) { database in
            try await Migrator.check(database)
            // Also one whose number lies below the newest.
            for version in [Migrator.newest + 7, -1] {
                try await database.write { connection in
                    try connection.execute(Self.setVersion, .int(version), .text("\(version) of others"))
                }
            }
            for look in [{ _ = try await Migrator.migrate(database) }, { try await Migrator.check(database) }] {
                let error = await #expect(throws: SchemaError.self) { try await look() }
                #expect(error == .unknown(["-1 of others", "\(Migrator.newest + 7) of others"]))
                #expect(error?.description.contains("install the newer Chorus") == true)
            }
        }
    }

    @Test("a step that is missing in the middle is applied, and the others are not", arguments: TestEngine.available)
    func gap(_ engine: TestEngine) async throws {
        try await StorageFixture.run(engine) { database in
            try await database.write { connection in
                try connection.execute(Self.forget, .int(4))
                try connection.executeScript("ALTER TABLE status_edits DROP COLUMN poll_options")
            }
            let error = await #expect(throws: SchemaError.self) { try await Migrator.check(database) }
            #expect(error == .notMigrated(["0004 poll edits"]))
            #expect(try await Migrator.migrate(database) == ["0004 poll edits"])
            try await Migrator.check(database)
        }
    }

    @Test("calls without an end get one, and their polls with them", arguments: TestEngine.available)
    func endsOfCalls(_ engine: TestEngine) async throws {
        try await StorageFixture.run(engine) { database in
            let ends = try await database.write { connection -> [Int64] in
                try StorageFixture.add(accounts: 1...1, connection)
                try StorageFixture.add(status: 1_000, by: 1, connection)
                let poll = try PollQueries.insert(
                    Poll(id: 0, statusID: 1_000, accountID: 1, options: ["A", "B"], expiresAt: nil),
                    connection
                )
                let name = try #require(TagName("MeToo"))
                let tag = try TagQueries.idMaking(name, at: StorageFixture.now, connection)
                let call = Call(
                    id: 1_000,
                    accountID: 1,
                    pollID: poll.id,
                    tag: TagReference(id: tag, name: "metoo", display: "MeToo"),
                    prompt: "Say it",
                    answers: ["A", "B"],
                    createdAt: Timestamp(seconds: 1_508_098_860)
                )
                try CallQueries.insert(call, connection)
                try connection.execute(Self.forget, .int(22))
                try connection.executeScript("DROP TABLE waiting_answers; DROP TABLE sign_up_origins")
                return [poll.id]
            }
            let before = Clock.system.now()
            #expect(try await Migrator.migrate(database) == ["0022 ends of calls"])
            let (end, expiry) = try await database.read { connection in
                (
                    try CallQueries.calls([1_000], connection)[1_000]?.closesAt,
                    try PollQueries.poll(ends[0], connection)?.expiresAt
                )
            }
            // Made years ago: a month is left.
            let least = before + .seconds(30 * 86_400)
            #expect(try #require(end) >= least && #require(end) < least + .seconds(3600))
            #expect(end == expiry)
        }
    }

    @Test("two programs that start at once migrate once", arguments: TestEngine.available)
    func twice(_ engine: TestEngine) async throws {
        try await withDatabase(engine, template: "empty") { database in
            async let one = Migrator.migrate(database)
            async let other = Migrator.migrate(database)
            let names = try await one + other
            #expect(names.count == Migrator.count)
        }
    }

    @Test("answers that are there are counted apart, and silent ones wait for a step", arguments: TestEngine.available)
    func silentSteps(_ engine: TestEngine) async throws {
        try await StorageFixture.run(engine) { database in
            try await database.write { connection in
                try StorageFixture.add(accounts: 1...4, connection)
                try StorageFixture.add(status: 100, by: 1, connection)
                try StorageFixture.add(status: 101, by: 2, connection)
                let name = try #require(TagName("MeToo"))
                let tag = try TagQueries.idMaking(name, at: StorageFixture.now, connection)
                let poll = Poll(id: 0, statusID: 100, accountID: 1, options: ["A", "B"], expiresAt: nil)
                let id = try PollQueries.insert(poll, connection).id
                let call = Call(
                    id: 100,
                    accountID: 1,
                    pollID: id,
                    tag: TagReference(id: tag, name: "metoo", display: "MeToo"),
                    prompt: "Say it",
                    answers: ["A", "B"],
                    createdAt: StorageFixture.now
                )
                try CallQueries.insert(call, connection)
                try AnswerQueries.insert(post: 101, option: 0, to: 100, by: 2, at: StorageFixture.now, connection)
                let later = StorageFixture.now + .seconds(8 * 86_400)
                for (account, option) in [(Int64(2), Int64(1)), (3, 0), (4, 0)] {
                    _ = try PollQueries.vote(option, in: id, by: account, at: later, connection)
                }
                try AccountQueries.setModeration(silencedAt: later, suspendedAt: nil, of: 4, connection)
                for version in [Int64(16), 34, 40] { try connection.execute(Self.forget, .int(version)) }
                for table in [
                    "call_silence_options", "call_silence_steps", "call_silence_servers", "call_silence",
                    "call_waiting",
                ] {
                    try connection.executeScript("DROP TABLE \(table)")
                }
                try connection.executeScript("ALTER TABLE polls DROP COLUMN is_call_elsewhere")
            }
            #expect(
                try await Migrator.migrate(database)
                    == ["0016 silent steps", "0034 silent answers by server", "0040 silent waiting"]
            )
            try await database.read { connection in
                var count = CallCount(answers: 2)
                (count.spoke, count.silent, count.both) = ([1, 0], [1, 1], [1, 0])
                #expect(try AnswerQueries.count(of: 100, answers: 2, connection) == count)
                let wrong = try AnswerRecountQueries.differences(limit: 9, connection).filter { $0.subject == "call" }
                #expect(wrong.isEmpty)
                // They bring no step nearer: the figures of before moved at once.
                #expect(try SilentQueries.candidates(at: Clock.system.now(), least: 1, connection).isEmpty)
                #expect(try SilentQueries.published(100, answers: 2, connection) == nil)
            }
        }
    }

    @Test(
        "what was published stays, but where people of other servers were in it",
        arguments: TestEngine.available
    )
    func silentServers(_ engine: TestEngine) async throws {
        try await StorageFixture.run(engine) { database in
            try await database.write { connection in
                try StorageFixture.add(accounts: 1...3, connection)
                var far = Account(id: 4, username: "dora", domain: "far.example", createdAt: StorageFixture.now)
                far.uri = "https://far.example/users/dora"
                try AccountQueries.insert(far, connection)
                let name = try #require(TagName("MeToo"))
                let tag = try TagQueries.idMaking(name, at: StorageFixture.now, connection)
                for id in [Int64(100), 101] {
                    try StorageFixture.add(status: id, by: 1, connection)
                    let poll = Poll(id: 0, statusID: id, accountID: 1, options: ["A", "B"], expiresAt: nil)
                    let call = Call(
                        id: id,
                        accountID: 1,
                        pollID: try PollQueries.insert(poll, connection).id,
                        tag: TagReference(id: tag, name: "metoo", display: "MeToo"),
                        prompt: "Say it",
                        answers: ["A", "B"],
                        createdAt: StorageFixture.now
                    )
                    try CallQueries.insert(call, connection)
                }
                let answer = CallAnswer(spoken: nil, choice: 0)
                for (call, account) in [(Int64(100), Int64(2)), (101, 2), (101, 4)] {
                    _ = try AnswerQueries.counted(call, by: account, connection)
                    try AnswerQueries.set(answer, isKept: true, call, by: account, connection)
                }
                // As it was before.
                for version in [Int64(34), 40] { try connection.execute(Self.forget, .int(version)) }
                try connection.executeScript(Self.before)
            }
            #expect(
                try await Migrator.migrate(database) == ["0034 silent answers by server", "0040 silent waiting"]
            )
            try await database.read { connection in
                let kept = try #require(try SilentQueries.published(100, answers: 2, connection))
                #expect(kept.figures == SilentFigures(silent: 24, together: 3))
                #expect(try SilentQueries.published(101, answers: 2, connection) == nil)
                let wrong = try AnswerRecountQueries.differences(limit: 9, connection)
                #expect(!wrong.contains { $0.counter == "published silent answers" })
                // Who waited goes on waiting, and who brought no step nearer does not.
                let waiting = try SilentQueries.candidates(at: StorageFixture.now, least: 1, connection)
                #expect(waiting.map(\.call) == [100] && waiting.map(\.waiting) == [1])
                #expect(waiting.map(\.secret) == [7] && waiting.map(\.lastStep) == [Timestamp(milliseconds: 60_000)])
            }
        }
    }

    private static let before = """
        DROP TABLE call_silence_servers;
        ALTER TABLE call_silence ADD COLUMN secret SMALLINT NOT NULL DEFAULT 7;
        DROP INDEX call_waiting_step;
        ALTER TABLE polls DROP COLUMN is_call_elsewhere;
        ALTER TABLE call_waiting ADD COLUMN is_established BOOLEAN NOT NULL DEFAULT FALSE;
        ALTER TABLE call_waiting DROP COLUMN domain;
        ALTER TABLE call_waiting DROP COLUMN acted_at;
        ALTER TABLE call_waiting DROP COLUMN counts_from;
        INSERT INTO call_silence (call_id, stepped_at, silent, together) VALUES (100, 60000, 24, 3), (101, 60000, 30, 0);
        INSERT INTO call_silence_steps (call_id, at, silent, together) VALUES (100, 60000, 24, 3), (101, 60000, 30, 0);
        INSERT INTO call_waiting (call_id, account_id, is_established) VALUES (100, 2, TRUE), (100, 3, FALSE);
        """
}
