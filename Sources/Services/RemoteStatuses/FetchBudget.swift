// How much one look at other servers may ask of them: whoever lists posts could list nothing but those of one server.

internal import ActivityPub
internal import Basics
internal import Synchronization

/// Fetches that are left, in all and of each domain.
final class FetchBudget: Sendable {
    private struct Spent {
        var all = 0
        var byHost: [String: Int] = [:]
    }

    private let spent = Mutex(Spent())
    private let most: Int
    private let mostOfOneHost: Int

    init(most: Int, ofOneHost: Int) { (self.most, mostOfOneHost) = (most, ofOneHost) }

    var isSpent: Bool { spent.withLock { $0.all >= most } }

    /// Counts one fetch; false where it is one too many, and not to be made.
    func take(_ id: ObjectID) -> Bool {
        let host = HostGroup.name(of: id.origin.host)
        return spent.withLock { spent in
            guard spent.all < most, spent.byHost[host, default: 0] < mostOfOneHost else { return false }
            spent.all += 1
            spent.byHost[host, default: 0] += 1
            return true
        }
    }
}
