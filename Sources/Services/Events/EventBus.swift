// Tells, after a commit, what happened. Inside one process these are function calls.

public import Domain
internal import Synchronization

/// Hands each event to every listener, on the task that made the change, before its request is answered: whoever wrote
/// something reads it in the next request.
public final class EventBus: Sendable {
    public typealias Listener = @Sendable (DomainEvent) -> Void

    private let listeners = Mutex<[Listener]>([])
    private let followers = Mutex<[@Sendable ([DomainEvent]) -> Void]>([])

    public init() {}

    /// Listeners must be quick and must not fail; they are told in the order in which they came.
    public func listen(_ listener: @escaping Listener) { listeners.withLock { $0.append(listener) } }

    /// For those who look at what is kept in memory: told of all events of a change at once, when every listener has
    /// taken all of them.
    public func follow(_ follower: @escaping @Sendable ([DomainEvent]) -> Void) {
        followers.withLock { $0.append(follower) }
    }

    public func publish(_ events: [DomainEvent]) {
        guard !events.isEmpty else { return }
        let listeners = listeners.withLock { $0 }
        for event in events {
            for listener in listeners { listener(event) }
        }
        for follower in followers.withLock({ $0 }) { follower(events) }
    }
}
