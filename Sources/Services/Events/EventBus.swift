// Tells, after a commit, what happened. Inside one process these are function calls; `NodeLink` tells other processes.

public import Domain
internal import Synchronization

/// Hands each event to every listener, on the task that made the change, before its request is answered: whoever wrote
/// something reads it in the next request.
public final class EventBus: Sendable {
    public typealias Listener = @Sendable (DomainEvent) -> Void
    public typealias Follower = @Sendable ([DomainEvent]) -> Void

    private struct Listeners {
        var listeners: [Listener] = []
        /// Those who listen to this process alone.
        var listenersHere: [Listener] = []
        var followers: [Follower] = []
        var followersHere: [Follower] = []
    }

    private let ears = Mutex(Listeners())

    public init() {}

    /// Listeners must be quick and must not fail; they are told in the order in which they came.
    public func listen(_ listener: @escaping Listener) { ears.withLock { $0.listeners.append(listener) } }

    /// For those whom it does not concern what other nodes have done.
    public func listenHere(_ listener: @escaping Listener) { ears.withLock { $0.listenersHere.append(listener) } }

    /// For those who look at what is kept in memory: told of all events of a change at once, when every listener has
    /// taken all of them.
    public func follow(_ follower: @escaping Follower) { ears.withLock { $0.followers.append(follower) } }

    /// The same for those who pass on what this process does.
    public func followHere(_ follower: @escaping Follower) { ears.withLock { $0.followersHere.append(follower) } }

    public func publish(_ events: [DomainEvent]) {
        let ears = ears.withLock { $0 }
        publish(events, ears.listeners + ears.listenersHere, ears.followers + ears.followersHere)
    }

    /// Tells of what another node has done.
    public func publish(fromElsewhere events: [DomainEvent]) {
        let ears = ears.withLock { $0 }
        publish(events, ears.listeners, ears.followers)
    }

    private func publish(_ events: [DomainEvent], _ listeners: [Listener], _ followers: [Follower]) {
        guard !events.isEmpty else { return }
        for event in events {
            for listener in listeners { listener(event) }
        }
        for follower in followers { follower(events) }
    }
}
