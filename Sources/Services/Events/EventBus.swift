// Tells, after a commit, what happened. Inside one process these are function calls.

public import Domain
internal import Synchronization

/// Hands each event to every listener, on the task that made the change, before its request is answered: whoever wrote
/// something reads it in the next request.
public final class EventBus: Sendable {
    public typealias Listener = @Sendable (DomainEvent) -> Void

    private let listeners = Mutex<[Listener]>([])

    public init() {}

    /// Listeners must be quick and must not fail; they are told in the order in which they came.
    public func listen(_ listener: @escaping Listener) { listeners.withLock { $0.append(listener) } }

    public func publish(_ events: [DomainEvent]) {
        guard !events.isEmpty else { return }
        let listeners = listeners.withLock { $0 }
        for event in events {
            for listener in listeners { listener(event) }
        }
    }
}
