// Whether writes go in groups: measured once, when the first writes wait for each other.
import Synchronization

/// What a commit costs on this server. The threads share it: groups and single writes side by side would wait for each
/// other's rows.
final class CommitCost: Sendable {
    private let groupsPay: Mutex<Bool?>
    private let limit: Double

    /// - Parameter limit: in statements; 0 for groups without a measurement.
    init(limit: Double) {
        self.limit = limit
        groupsPay = Mutex(limit > 0 ? nil : true)
    }

    /// Whether a commit takes as long as `limit` statements or longer. False while that is not known: it is measured when
    /// `others` wait, and a command with its one write does without.
    func groupsPay(on connection: PostgresConnection, others: Int) -> Bool {
        groupsPay.withLock { known in
            if let known { return known }
            guard others > 0 else { return false }
            known = (try? connection.commitCost()).map { $0 >= limit }
            return known ?? false
        }
    }
}
