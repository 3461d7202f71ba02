// What was acknowledged: every post, reblog and answer that the server said it has. The other side of all comparisons.

/// Pure: told of acknowledgements, it says what the server's figures must be.
public struct Ledger: Sendable {
    /// What is known of a post of the plan.
    public enum Standing: Sendable, Equatable {
        /// Not answered yet.
        case waiting
        case there(id: Int64)
        /// Refused, deleted, or nobody knows.
        case gone
    }

    struct Post {
        enum State: UInt8 { case waiting, there, gone }

        var id: Int64 = 0
        var person: Int32 = 0
        var reblogs: Int32 = 0
        var tags: TagSet = []
        var isReply = false
        var answersCall = false
        var state = State.waiting
    }

    private(set) var posts: [Post] = []
    private(set) var quiet: Set<Int32> = []
    private(set) var withdrawn: Set<Int32> = []
    private(set) var suspended: Set<Int32> = []
    /// Ids of posts that a withdrawal took along.
    private(set) var takenBack: Set<Int64> = []
    private(set) var uncertain: [Uncertain] = []
    private var reblogged: Set<UInt64> = []

    /// The author of the call is nobody of the plan.
    public static let caller: Int32 = -1

    public init() {}

    public func standing(_ post: PostNumber) -> Standing {
        let place = Int(post)
        guard place < posts.count else { return .waiting }
        switch posts[place].state {
        case .waiting: return .waiting
        case .there: return takenBack.contains(posts[place].id) ? .gone : .there(id: posts[place].id)
        case .gone: return .gone
        }
    }

    public mutating func posted(_ post: PostNumber, id: Int64, by person: Int32, to: PostNumber?, tags: TagSet) {
        update(post) {
            $0.id = id
            $0.person = person
            $0.tags = tags
            $0.isReply = to != nil
            $0.answersCall = to == 0
            $0.state = .there
        }
    }

    /// The server refused it, or its fate is not known: nothing can refer to it.
    public mutating func lost(_ post: PostNumber) { update(post) { $0.state = .gone } }

    /// A second reblog by the same person is the first one again.
    public mutating func reblogged(_ post: PostNumber, by person: Int32) {
        let pair = UInt64(UInt32(bitPattern: post)) << 32 | UInt64(UInt32(bitPattern: person))
        guard reblogged.insert(pair).inserted else { return }
        update(post) { $0.reblogs += 1 }
    }

    /// By the poll or silently.
    public mutating func answeredQuietly(_ person: Int32) { quiet.insert(person) }

    public mutating func edited(_ post: PostNumber, dropsTags: Bool) {
        guard dropsTags else { return }
        update(post) { $0.tags = [] }
    }

    public mutating func deleted(_ post: PostNumber) { update(post) { $0.state = .gone } }

    public mutating func withdrew(_ person: Int32, deletedPosts: [Int64]) {
        withdrawn.insert(person)
        takenBack.formUnion(deletedPosts)
    }

    /// What somebody has posted and not deleted.
    func posts(by person: Int32) -> [PostNumber] {
        posts.indices.filter { posts[$0].state == .there && posts[$0].person == person }.map { PostNumber($0) }
    }

    public mutating func wasSuspended(_ person: Int32) { suspended.insert(person) }

    public mutating func isUncertain(_ what: Uncertain) { uncertain.append(what) }

    /// The tags of a post and how often it was reblogged, for what is uncertain of it.
    func reach(of post: PostNumber) -> (tags: TagSet, reblogs: Int) {
        Int(post) < posts.count ? (posts[Int(post)].tags, Int(posts[Int(post)].reblogs)) : ([], 0)
    }

    private mutating func update(_ post: PostNumber, _ change: (inout Post) -> Void) {
        let place = Int(post)
        while posts.count <= place { posts.append(Post()) }
        change(&posts[place])
    }
}

/// A request that was sent and whose outcome nobody could tell: it widens the figures it may have changed.
public struct Uncertain: Sendable, Equatable {
    public enum Effect: Sendable { case adds, removes }

    public var what: String
    public var effect: Effect
    public var tags: TagSet
    public var isReply: Bool
    public var reblogs: Int
    /// Whether people, posts and answers may differ; false for a reblog, which changes only the number of reblogs.
    public var concernsPeople: Bool

    public init(
        what: String,
        effect: Effect,
        tags: TagSet = [],
        isReply: Bool = false,
        reblogs: Int = 0,
        concernsPeople: Bool = true
    ) {
        self.what = what
        self.effect = effect
        self.tags = tags
        self.isReply = isReply
        self.reblogs = reblogs
        self.concernsPeople = concernsPeople
    }
}
