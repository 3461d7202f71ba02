// How many tags one post and one person may have followed: memory is not for those who make up the most.

internal import Basics

/// Counts tags by post, and by person in half a day to a day. Who is over goes on counting in the tags they are in already.
struct TagQuota: Sendable {
    private static let period: Int64 = 43_200_000

    private let ofPost: Int
    private let ofPerson: Int
    private var post: (id: Int64, tags: Int) = (0, 0)
    private var periodNumber: Int64 = 0
    /// Tags that each person came into, in the running period and the one before.
    private var running: [Int64: Int32] = [:]
    private var before: [Int64: Int32] = [:]

    init(ofPost: Int, ofPerson: Int) { (self.ofPost, self.ofPerson) = (ofPost, ofPerson) }

    /// - Parameter isHere: the person has used the tag within the day.
    mutating func allows(_ use: TagUse, isHere: Bool) -> Bool {
        post = use.post == post.id ? (post.id, post.tags + 1) : (use.post, 1)
        guard post.tags <= ofPost else { return false }
        guard !isHere else { return true }
        turn(to: use.at.milliseconds / Self.period)
        let tags = running[use.person, default: 0]
        guard tags + before[use.person, default: 0] < Int32(clamping: ofPerson) else { return false }
        running[use.person] = tags + 1
        return true
    }

    private mutating func turn(to number: Int64) {
        guard number > periodNumber else { return }
        before = number == periodNumber + 1 ? running : [:]
        running = [:]
        periodNumber = number
    }
}
