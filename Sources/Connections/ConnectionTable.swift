// All open connections by the address of the other side: how many there may be, and who makes room for others.

public import Basics
internal import NIOCore
internal import Synchronization

/// Bounds connections. In a full server whoever has most gives way: the connection that waited longest for its client is
/// closed, so that somebody new is served. The last places are for addresses that hold none.
public final class ConnectionTable: Sendable {
    /// One open connection.
    final class Entry: Sendable {
        let channel: any Channel
        let address: ClientAddress?
        /// When it began to wait for its client, in nanoseconds; 0 while it does not.
        private let waiting: Atomic<UInt64>

        init(_ channel: any Channel, address: ClientAddress?, now: NIODeadline) {
            self.channel = channel
            self.address = address
            waiting = Atomic(now.uptimeNanoseconds)
        }

        var waitsSince: NIODeadline? {
            get {
                let since = waiting.load(ordering: .relaxed)
                return since == 0 ? nil : .uptimeNanoseconds(since)
            }
            set { waiting.store(newValue?.uptimeNanoseconds ?? 0, ordering: .relaxed) }
        }
    }

    fileprivate struct State {
        /// By address; nil is that of Unix sockets.
        var entries: [ClientAddress?: [ObjectIdentifier: Entry]] = [:]
        /// The addresses that have a number of connections, by that number.
        var addresses: [Int: Set<ClientAddress?>] = [:]
        var total = 0
        var most = 0
    }

    private let state = Mutex(State())
    public let limits: ConnectionLimits

    private let mayBegin: @Sendable (ClientAddress) -> Bool

    /// - Parameter mayBegin: whether an address that is no proxy may begin another connection, however few it holds.
    public init(_ limits: ConnectionLimits, mayBegin: @escaping @Sendable (ClientAddress) -> Bool = { _ in true }) {
        self.limits = limits
        self.mayBegin = mayBegin
    }

    /// Open connections.
    public var count: Int { state.withLock { $0.total } }

    /// Takes in a connection, and closes another one for it where that is needed.
    ///
    /// - Parameter isProxy: it has a share in the total only.
    /// - Returns: false when there is no room, where every connection that could give way is being answered; and for an
    ///   address that has begun too many.
    func admit(_ entry: Entry, isProxy: Bool) -> Bool {
        if !isProxy, let address = entry.address, !mayBegin(address) { return false }
        let (isAdmitted, gone) = state.withLock { state -> (Bool, Entry?) in
            var gone: Entry?
            let held = state.entries[entry.address]?.count ?? 0
            if !isProxy, held >= limits.perAddress {
                guard let own = state.longestWaiting(of: entry.address) else { return (false, nil) }
                gone = own
            } else if state.total >= limits.total - (held > 0 ? limits.reserve : 0) {
                guard let other = state.longestWaitingOfMost() else { return (false, nil) }
                gone = other
            }
            if let gone { state.remove(gone) }
            state.add(entry)
            return (true, gone)
        }
        gone?.closeAtOnce()
        return isAdmitted
    }

    func remove(_ entry: Entry) { state.withLock { $0.remove(entry) } }

    /// Closes what has waited longest, when files run out in spite of all.
    public func makeRoom() {
        let gone = state.withLock { state -> Entry? in
            let gone = state.longestWaitingOfMost()
            if let gone { state.remove(gone) }
            return gone
        }
        gone?.closeAtOnce()
    }
}

/// Asks the handler at the socket to close it at once.
struct CloseAtOnce: Sendable {}

extension ConnectionTable.Entry {
    /// Ends the connection without the goodbye of TLS, for which the other side would be waited for.
    fileprivate func closeAtOnce() {
        let channel = channel
        let isDone = channel.eventLoop.makePromise(of: Void.self)
        isDone.futureResult.whenFailure { _ in channel.close(promise: nil) }
        channel.triggerUserOutboundEvent(CloseAtOnce(), promise: isDone)
    }
}

extension ConnectionTable.State {
    fileprivate mutating func add(_ entry: ConnectionTable.Entry) {
        entries[entry.address, default: [:]][ObjectIdentifier(entry)] = entry
        total += 1
        move(entry.address, by: 1)
    }

    fileprivate mutating func remove(_ entry: ConnectionTable.Entry) {
        guard entries[entry.address]?.removeValue(forKey: ObjectIdentifier(entry)) != nil else { return }
        total -= 1
        move(entry.address, by: -1)
        if entries[entry.address]?.isEmpty == true { entries[entry.address] = nil }
    }

    /// Puts an address among those that have as many connections as it has now.
    private mutating func move(_ address: ClientAddress?, by step: Int) {
        let count = entries[address]?.count ?? 0
        addresses[count - step]?.remove(address)
        if addresses[count - step]?.isEmpty == true { addresses[count - step] = nil }
        if count > 0 { addresses[count, default: []].insert(address) }
        most = max(most, count)
        while most > 0, addresses[most] == nil { most -= 1 }
    }

    fileprivate func longestWaiting(of address: ClientAddress?) -> ConnectionTable.Entry? {
        var found: (entry: ConnectionTable.Entry, since: NIODeadline)?
        for entry in (entries[address] ?? [:]).values {
            guard let since = entry.waitsSince else { continue }
            if found.map({ since < $0.since }) ?? true { found = (entry, since) }
        }
        return found?.entry
    }

    /// Of the address with the most connections, or the next ones where all of those are busy.
    fileprivate func longestWaitingOfMost() -> ConnectionTable.Entry? {
        var looks = 0
        for count in stride(from: most, to: 0, by: -1) {
            for address in addresses[count] ?? [] {
                if let entry = longestWaiting(of: address) { return entry }
                looks += 1
                guard looks < 64 else { return nil }
            }
        }
        return nil
    }
}
