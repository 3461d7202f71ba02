// What happened here and concerns people elsewhere: written in the transaction in which it happened, kept until it was sent.

public import Domain
internal import Foundation
internal import Storage

/// Says that something may wait in the outbox: after each commit that wrote to it. Other processes on the database write to
/// it too, so whoever sends looks once in a while as well. See `OutboxQueries`.
public final class Outbox: Sendable {
    public let wakes: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation

    init() { (wakes, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    func wake() { bell.yield() }
}

extension OutboxEntry {
    /// Nil for what another version has written.
    public var event: DomainEvent? { try? JSONDecoder().decode(DomainEvent.self, from: Data(text.utf8)) }
}

extension DomainEvent {
    var outboxText: String {
        get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
    }
}
