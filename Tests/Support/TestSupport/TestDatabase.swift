// A database of its own for each test, copied from a template that is migrated once per process.
public import Database
import Foundation
import Synchronization

/// Runs `body` with a new database on this engine and removes it afterwards.
///
/// `migrate` runs once per process and `template`, which is the calling file unless named; each call gets a copy of the
/// result. A case for PostgreSQL without a server is cancelled.
public func withDatabase(
    _ engine: TestEngine,
    template: String = #fileID,
    configure: (inout Database.Configuration) -> Void = { _ in },
    migrate: @escaping @Sendable (Database) async throws -> Void = { _ in },
    _ body: (Database) async throws -> Void
) async throws {
    try engine.require()
    try await TestTurns.shared.take {
        let place = try await TestTemplates.shared.copy(of: template, on: engine, migrate: migrate)
        do {
            var configuration = place.configuration
            configure(&configuration)
            let database = try await Database.open(configuration)
            do {
                try await body(database)
            } catch {
                await database.close()
                throw error
            }
            await database.close()
        } catch {
            try? await TestTemplates.shared.remove(place)
            throw error
        }
        try await TestTemplates.shared.remove(place)
    }
}

/// Tests all begin at once. Those with databases take turns, so that PostgreSQL has room for them and each goes on at a pace
/// at which deadlines mean something.
private final class TestTurns: Sendable {
    static let shared = TestTurns()
    /// A database within one that is open takes no further turn: tests that wait for each other would never end.
    @TaskLocal private static var isTaken = false

    private struct State {
        var free = 64
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func take(_ body: () async throws -> Void) async throws {
        guard !Self.isTaken else { return try await body() }
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.free > 0 else {
                    state.waiting.append(continuation)
                    return false
                }
                state.free -= 1
                return true
            }
            if isFree { continuation.resume() }
        }
        defer { leave() }
        try await Self.$isTaken.withValue(true, operation: body)
    }

    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.free += 1
            return nil
        }
        next?.resume()
    }
}

/// Opens a test database on PostgreSQL once more, as another node does. To be closed.
public func openAgain(
    postgres name: String,
    configure: (inout Database.Configuration) -> Void = { _ in }
) async throws -> Database {
    var configuration = configuration(postgres: name)
    configure(&configuration)
    return try await Database.open(configuration)
}

/// The same, by a connection to it.
public func openAgain(
    _ database: Database,
    configure: (inout Database.Configuration) -> Void = { _ in }
) async throws -> Database {
    let name = SQL("SELECT current_database()")
    let found = try await database.read { try $0.first(name) { $0.text(0) } ?? "" }
    return try await openAgain(postgres: found, configure: configure)
}

/// How a test database on PostgreSQL is opened once more.
public func configuration(postgres name: String) -> Database.Configuration {
    TestPlace.server(name: name, url: TestTemplates.shared.place(named: name).url).configuration
}

/// Where one test database is.
enum TestPlace: Sendable {
    case file(String)
    case server(name: String, url: String)

    var configuration: Database.Configuration {
        var configuration: Database.Configuration
        switch self {
        case .file(let path): configuration = .sqlite(path: path)
        case .server(_, let url): configuration = .postgres(url: url, connections: 4)
        }
        configuration.durable = false
        // A commit that is not synced costs nothing, and still the groups are to be tested.
        configuration.groupingCost = 0
        return configuration
    }
}

/// The templates of this process, and the names of their copies.
final class TestTemplates: Sendable {
    static let shared = TestTemplates()

    private struct Key: Hashable {
        let name: String
        let engine: TestEngine
    }

    private struct State {
        var made: [Key: Task<TestPlace, any Error>] = [:]
        var count = 0
        var maintenance: Task<Database, any Error>?
    }

    private let state = Mutex(State())

    func copy(
        of name: String,
        on engine: TestEngine,
        migrate: @escaping @Sendable (Database) async throws -> Void
    ) async throws -> TestPlace {
        let template = state.withLock { state in
            let key = Key(name: name, engine: engine)
            if let made = state.made[key] { return made }
            let made = Task { try await self.make(on: engine, migrate) }
            state.made[key] = made
            return made
        }
        switch try await template.value {
        case .file(let path):
            let copy = "\(path)-\(next())"
            try FileManager.default.copyItem(atPath: path, toPath: copy)
            return .file(copy)
        case .server(let name, _):
            let copy = place(named: "\(name)_\(next())")
            try await administer("CREATE DATABASE \(copy.name) TEMPLATE \(name)")
            return .server(name: copy.name, url: copy.url)
        }
    }

    func remove(_ place: TestPlace) async throws {
        switch place {
        case .file(let path):
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        case .server(let name, _):
            try await administer("DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
        }
    }

    private func make(
        on engine: TestEngine,
        _ migrate: @Sendable (Database) async throws -> Void
    ) async throws -> TestPlace {
        let name = "chorus_test_\(ProcessInfo.processInfo.processIdentifier)_\(next())"
        let template: TestPlace
        switch engine {
        case .sqlite:
            template = .file(FileManager.default.temporaryDirectory.appendingPathComponent("\(name).sqlite").path)
            try await remove(template)
        case .postgres:
            let place = place(named: name)
            // A process of the same number may have left one behind.
            try await administer("DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
            try await administer("CREATE DATABASE \(name)")
            template = .server(name: name, url: place.url)
        }
        let database = try await Database.open(template.configuration)
        do {
            try await migrate(database)
        } catch {
            await database.close()
            throw error
        }
        // Closing copies SQLite's write-ahead log into the file, and a template must have no users.
        await database.close()
        return template
    }

    private func next() -> Int {
        state.withLock {
            $0.count += 1
            return $0.count
        }
    }

    /// Runs a statement on the maintenance database, one at a time, outside of a transaction.
    private func administer(_ statement: String) async throws {
        let maintenance = state.withLock { state in
            if let maintenance = state.maintenance { return maintenance }
            let maintenance = Task {
                try await Database.open(.postgres(url: TestEngine.postgresURL ?? "", connections: 1))
            }
            state.maintenance = maintenance
            return maintenance
        }
        try await maintenance.value.read { connection in
            try connection.executeScript("SET default_transaction_read_only = off")
            try connection.executeScript(statement)
        }
    }

    /// The maintenance address with another database in it: a URL, or `key=value` words of which the last holds.
    func place(named name: String) -> (name: String, url: String) {
        let base = TestEngine.postgresURL ?? ""
        guard let scheme = base.firstRange(of: "://") else { return (name, "\(base) dbname=\(name)") }
        let query = base.firstIndex(of: "?") ?? base.endIndex
        let authority = base[scheme.upperBound..<query]
        let path = authority.firstIndex(of: "/") ?? authority.endIndex
        return (name, "\(base[..<path])/\(name)\(base[query...])")
    }
}
