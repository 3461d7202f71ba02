// A command and the server on the same SQLite file: what one has changed is known to the other (docs/decisions/0016).

internal import Database
internal import Domain
internal import Storage

extension Services {
    private static let command = "command"
    private static let heardAtOnce = 1000

    /// Writes what a command has done, in the transaction that does it.
    static func record(_ events: [DomainEvent], _ connection: Connection) throws {
        for text in EventMessage.write(events, from: command, upTo: DatabaseChannel.messageBytes) {
            try CommandEventQueries.insert(text, connection)
        }
    }

    /// Tells the listeners of this server what commands have done since the last time. Does nothing on PostgreSQL, where
    /// `NodeLink` hears it.
    public func hearCommands() async throws {
        guard database.engine == .sqlite else { return }
        let written = try await database.read { try CommandEventQueries.texts(limit: Services.heardAtOnce, $0) }
        guard let last = written.last else { return }
        for (_, text) in written {
            events.publish(fromElsewhere: EventMessage(text, heardBy: "")?.events ?? [.eventsMissed])
        }
        try await database.write { try CommandEventQueries.remove(upTo: last.id, $0) }
    }

    /// At the start, when nothing is kept in memory yet.
    public func forgetCommands() async throws {
        try await database.write { try CommandEventQueries.remove(upTo: .max, $0) }
    }

    /// Has every server on this database forget what it keeps in memory, after a change that no event describes.
    public func forgetEverywhere() async throws { try await change { $0.record(.eventsMissed) } }
}
