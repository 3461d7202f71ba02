// Who listens to what. Knows neither HTTP nor JSON.

public import Domain
internal import Synchronization

/// All who listen, and how they are found: by topic, and for home timelines by those whom they follow, so that a post costs
/// what its hearers cost and not what all connections do.
public final class StreamHub<Piece: Sendable>: Sendable {
    public typealias Subscriber = StreamSubscriber<Piece>

    /// One who hears, under the name that they gave to the stream.
    public struct Listener: Sendable {
        public let subscriber: Subscriber
        public let label: StreamLabel
    }

    struct Member {
        let subscriber: Subscriber
        let address: String
        var labels: [StreamLabel: [StreamTopic]] = [:]
    }

    /// An account with at least one connection.
    struct Reader {
        var relations: ReaderRelations?
        var members: Set<Int> = []
        /// How many of its connections listen to its home timeline.
        var homes = 0
    }

    struct ListenerKey: Hashable {
        let member: Int
        let label: StreamLabel
    }

    struct State {
        var members: [Int: Member] = [:]
        var topics: [StreamTopic: [ListenerKey: Listener]] = [:]
        var readers: [Int64: Reader] = [:]
        /// Of each followed account, the readers that listen to their home timelines.
        var followers: [Int64: Set<Int64>] = [:]
        /// The same of followed tags.
        var tagFollowers: [Int64: Set<Int64>] = [:]
        /// Lists that are listened to, and of each member the lists it is in.
        var lists: [Int64: ListMembers] = [:]
        var listsByMember: [Int64: Set<Int64>] = [:]
        var perToken: [[UInt8]: Int] = [:]
        var perAddress: [String: Int] = [:]
        var made = 0
    }

    public let limits: StreamLimits
    let state = Mutex(State())

    public init(limits: StreamLimits = StreamLimits()) { self.limits = limits }

    /// How many connections listen now.
    public var count: Int { state.withLock { $0.members.count } }

    /// A ticket for `subscribe`, `unsubscribe` and `close`.
    public struct Ticket: Sendable, Hashable {
        let number: Int
        public let accountID: Int64
    }

    /// Throws where one more connection of this token and address is too many.
    public func check(tokenHash: [UInt8], address: String) throws(StreamRefusal) {
        try state.withLock { state throws(StreamRefusal) in try check(state, tokenHash, address) }
    }

    private func check(_ state: State, _ tokenHash: [UInt8], _ address: String) throws(StreamRefusal) {
        guard state.members.count < limits.connections else { throw .serverIsFull }
        guard state.perToken[tokenHash] ?? 0 < limits.perToken else { throw .tooManyConnections }
        guard state.perAddress[address] ?? 0 < limits.perAddress else { throw .tooManyConnections }
    }

    /// Lets a connection in; it hears nothing before it subscribes. `close` must follow in the end.
    public func open(_ subscriber: Subscriber, address: String) throws(StreamRefusal) -> Ticket {
        try state.withLock { state throws(StreamRefusal) in
            try check(state, subscriber.tokenHash, address)
            state.made += 1
            state.members[state.made] = Member(subscriber: subscriber, address: address)
            state.perToken[subscriber.tokenHash, default: 0] += 1
            state.perAddress[address, default: 0] += 1
            state.readers[subscriber.accountID, default: Reader()].members.insert(state.made)
            return Ticket(number: state.made, accountID: subscriber.accountID)
        }
    }

    /// Begins a subscription. One that is already there under this name stays as it is.
    public func subscribe(_ ticket: Ticket, _ label: StreamLabel, to topics: [StreamTopic]) throws(StreamRefusal) {
        try state.withLock { state throws(StreamRefusal) in
            guard let member = state.members[ticket.number], member.labels[label] == nil else { return }
            guard member.labels.count < limits.subscriptions else { throw .tooManySubscriptions }
            state.members[ticket.number]?.labels[label] = topics
            let key = ListenerKey(member: ticket.number, label: label)
            for topic in topics {
                state.topics[topic, default: [:]][key] = Listener(subscriber: member.subscriber, label: label)
                if case .home(let account) = topic { state.countHomes(of: account, by: 1) }
            }
        }
    }

    public func unsubscribe(_ ticket: Ticket, _ label: StreamLabel) {
        state.withLock { $0.unsubscribe(ticket.number, label) }
    }

    /// Forgets a connection.
    public func close(_ ticket: Ticket) {
        state.withLock { state in
            guard let member = state.members[ticket.number] else { return }
            for label in member.labels.keys { state.unsubscribe(ticket.number, label) }
            state.members[ticket.number] = nil
            state.perToken.lower(member.subscriber.tokenHash)
            state.perAddress.lower(member.address)
            let account = member.subscriber.accountID
            state.readers[account]?.members.remove(ticket.number)
            if state.readers[account]?.members.isEmpty == true { state.readers[account] = nil }
        }
    }

    // MARK: What readers have decided

    /// Whether the account has a connection: only then are its relations of interest.
    public func listens(_ account: Int64) -> Bool { state.withLock { $0.readers[account] != nil } }

    /// Takes what a reader has decided about others, as it is now.
    public func know(_ relations: ReaderRelations) {
        state.withLock { state in
            let account = relations.accountID
            guard let reader = state.readers[account] else { return }
            if reader.homes > 0 { state.index(reader.relations, of: account, isAdded: false) }
            state.readers[account]?.relations = relations
            if reader.homes > 0 { state.index(relations, of: account, isAdded: true) }
        }
    }

    /// Takes a list as it is now; to be told of before somebody listens to it, and whenever it has changed.
    public func know(_ list: ListMembers) {
        state.withLock { state in
            state.forget(list: list.list.id)
            state.lists[list.list.id] = list
            for member in list.members { state.listsByMember[member, default: []].insert(list.list.id) }
        }
    }

    /// A list is no more: those who listen hear nothing.
    public func forget(list id: Int64) { state.withLock { $0.forget(list: id) } }

    /// Whether somebody listens to a list.
    public func listens(toList id: Int64) -> Bool { state.withLock { $0.lists[id] != nil } }

    /// Whether somebody hears of tags at home: only then are the ids of a status' tags of interest.
    public var followsTags: Bool { state.withLock { !$0.tagFollowers.isEmpty } }

    /// All accounts that have a connection.
    public var accounts: [Int64] { state.withLock { Array($0.readers.keys) } }

    /// All lists that are listened to.
    public var lists: [Int64] { state.withLock { Array($0.lists.keys) } }

    /// Connections of an account, login is to be looked at again.
    public func subscribers(of account: Int64) -> [Subscriber] {
        state.withLock { state in
            state.readers[account]?.members.compactMap { state.members[$0]?.subscriber } ?? []
        }
    }

    /// Those who came with a token.
    public func subscribers(withToken hash: [UInt8]) -> [Subscriber] {
        state.withLock { state in
            guard state.perToken[hash] != nil else { return [] }
            return state.members.values.map(\.subscriber).filter { $0.tokenHash == hash }
        }
    }

    /// All of one form.
    public func subscribers(_ form: Subscriber.Form) -> [Subscriber] {
        state.withLock { $0.members.values.map(\.subscriber).filter { $0.form == form } }
    }
}

extension StreamHub.State {
    mutating func unsubscribe(_ number: Int, _ label: StreamLabel) {
        guard let topics = members[number]?.labels.removeValue(forKey: label) else { return }
        let key = StreamHub<Piece>.ListenerKey(member: number, label: label)
        for topic in topics {
            self.topics[topic]?[key] = nil
            if self.topics[topic]?.isEmpty == true {
                self.topics[topic] = nil
                if case .list(let id) = topic { forget(list: id) }
            }
            if case .home(let account) = topic { countHomes(of: account, by: -1) }
        }
    }

    mutating func countHomes(of account: Int64, by count: Int) {
        guard let reader = readers[account] else { return }
        let homes = reader.homes + count
        readers[account]?.homes = homes
        if homes == 0 { index(reader.relations, of: account, isAdded: false) }
        if homes == 1, count == 1 { index(reader.relations, of: account, isAdded: true) }
    }

    mutating func index(_ relations: ReaderRelations?, of account: Int64, isAdded: Bool) {
        guard let relations else { return }
        if isAdded {
            for followed in relations.followed { followers[followed, default: []].insert(account) }
            for tag in relations.choices.followedTags { tagFollowers[tag, default: []].insert(account) }
        } else {
            for followed in relations.followed { followers.remove(account, of: followed) }
            for tag in relations.choices.followedTags { tagFollowers.remove(account, of: tag) }
        }
    }

    mutating func forget(list id: Int64) {
        guard let list = lists.removeValue(forKey: id) else { return }
        for member in list.members { listsByMember.remove(id, of: member) }
    }
}

extension Dictionary where Value == Set<Int64> {
    fileprivate mutating func remove(_ element: Int64, of key: Key) {
        self[key]?.remove(element)
        if self[key]?.isEmpty == true { self[key] = nil }
    }
}

extension Dictionary where Value == Int {
    fileprivate mutating func lower(_ key: Key) {
        guard let count = self[key] else { return }
        self[key] = count > 1 ? count - 1 : nil
    }
}
