// What was decided about other servers, for every door to ask without a look into the database.

internal import Basics
internal import Database
public import Domain
internal import Storage
internal import Synchronization

/// The decisions as this node knows them: at once where they were made here, within seconds where another node made them.
public final class ServerPolicyCache: Sendable {
    private let state: Mutex<ServerPolicies>
    private let database: Database
    private let mode: FederationMode

    init(database: Database, mode: FederationMode) {
        self.database = database
        self.mode = mode
        // Until they are read, nobody is let in who would have to be allowed.
        state = Mutex(ServerPolicies([], allowed: mode == .on ? nil : []))
    }

    public var policies: ServerPolicies { state.withLock { $0 } }

    /// - Parameter host: as `HostName.canonical` writes it, with a port or without; empty for this server.
    public func policy(of host: String) -> ServerPolicy { policies.policy(of: host) }

    /// Reads them again.
    public func reload() async throws {
        let mode = mode
        let policies = try await database.read { connection in
            let blocks = try ServerPolicyQueries.blocks(connection)
            switch mode {
            case .on: return ServerPolicies(blocks)
            case .off: return ServerPolicies(blocks, allowed: [])
            case .allowlist:
                return ServerPolicies(blocks, allowed: try ServerPolicyQueries.allows(connection).map(\.domain))
            }
        }
        state.withLock { $0 = policies }
    }
}
