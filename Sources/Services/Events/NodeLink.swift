// Several nodes on one PostgreSQL database: each tells the others what has happened on it (docs/decisions/0011).

internal import Basics
internal import Database
internal import Domain
public import Logging
internal import Synchronization

/// The link of this process to all others on its database. Events travel after their commit, many in one message, and
/// nobody waits for them. A node that has missed some, or may have, forgets what it keeps in memory.
public final class NodeLink: Sendable {
    private let services: Services
    private let logger: Logger
    /// Tells this process from all others, whatever its number.
    private let name = RandomToken.make()
    private let listens: Bool
    private let channel = Mutex<DatabaseChannel?>(nil)
    private let (starts, started) = AsyncStream<Bool>.makeStream()
    private static let channelName = "chorus_events"

    /// Begins at once. Nil on SQLite, where there is nobody else.
    ///
    /// - Parameter listens: false for a command, which is over before anything could be heard.
    init?(_ services: Services, listens: Bool, logger: Logger) throws {
        (self.services, self.listens, self.logger) = (services, listens, logger)
        let number = listens ? services.node : nil
        let missed = EventMessage.write([.eventsMissed], from: name, upTo: DatabaseChannel.messageBytes).joined()
        let opened = try services.database.channel(NodeLink.channelName, number: number, standIn: missed) {
            [weak self] in self?.take($0)
        }
        guard let opened else { return nil }
        channel.withLock { $0 = opened }
        services.events.followHere { [weak self] in self?.send($0) }
    }

    /// Waits for the first connection. False where another node has the number of this one.
    public func hasOwnNumber() async -> Bool {
        for await isAlone in starts { return isAlone }
        return true
    }

    /// Sends what waits, and ends.
    public func close() async { await channel.withLock { $0 }?.close() }

    /// Has the thread of the channel write the events, so that nobody waits for that either.
    private func send(_ events: [DomainEvent]) {
        guard let channel = channel.withLock({ $0 }) else { return }
        channel.send { [name] in EventMessage.write(events, from: name, upTo: DatabaseChannel.messageBytes) }
    }

    private func take(_ signal: DatabaseChannel.Signal) {
        switch signal {
        case .connected(let isAlone):
            guard listens else { return }
            services.trendStore.setDeaf(false)
            // Both sides may have missed something of each other: a node that ended in between commit and message too.
            services.events.publish(fromElsewhere: [.eventsMissed])
            send([.eventsMissed])
            if !isAlone {
                logger.error("Another process on this database is node \(services.node) too: give each its own --node")
            }
            started.yield(isAlone)
            started.finish()
        case .message(let text):
            guard listens, let message = EventMessage(text, heardBy: name) else { return }
            services.events.publish(fromElsewhere: message.events)
        case .lost(let error):
            services.trendStore.setDeaf(true)
            logger.warning("The link to other nodes is broken and will be tried again: \(error)")
        }
    }
}

extension Services {
    /// Links this process to all others on its database; nil on SQLite. To be closed before the database is.
    ///
    /// - Parameter listens: false for a command, which only tells.
    public func linkNodes(listens: Bool, logger: Logger) throws -> NodeLink? {
        try NodeLink(self, listens: listens, logger: logger)
    }
}
