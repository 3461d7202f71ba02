// What went from the pages in the last minutes, for those that are still open somewhere.

public import Basics
internal import Domain
internal import Synchronization

/// Posts that were deleted and accounts that were suspended or hidden by their people in the last five minutes, on all nodes; in memory and bounded.
final class RecentDeletions: Sendable {
    fileprivate enum Subject: Equatable {
        case status(Int64)
        case account(Int64)
    }

    fileprivate struct State {
        var gone: [(subject: Subject, at: Timestamp)] = []
        /// All that went after it is in `gone`.
        var since: Timestamp
    }

    private static let age = Duration.seconds(300)
    private static let capacity = 2000
    private let state: Mutex<State>
    private let clock: Clock

    init(clock: Clock) {
        self.clock = clock
        state = Mutex(State(since: clock.now()))
    }

    /// Who was never shown a post is not told of it either.
    func note(_ entry: TimelineEntry) {
        if entry.visibility.isOpen { note(.status(entry.id), by: entry.accountID) }
    }

    func note(account: Int64) { note(.account(account), by: account) }

    func forgetAll() { state.withLock { $0 = State(since: clock.now()) } }

    private func note(_ subject: Subject, by account: Int64) {
        let now = clock.now()
        state.withLock { state in
            // An account that is erased goes as a whole, and not post by post.
            if subject != .account(account), state.gone.contains(where: { $0.subject == .account(account) }) { return }
            state.gone.append((subject, now))
            if state.gone.count > RecentDeletions.capacity { state.drop(RecentDeletions.capacity / 4) }
        }
    }

    /// - Returns: ids of statuses and of accounts that moderators have dealt with, the oldest first.
    func all() -> (statuses: [Int64], accounts: [Int64], since: Timestamp) {
        let end = clock.now() - RecentDeletions.age
        return state.withLock { state in
            state.drop(state.gone.prefix { $0.at <= end }.count)
            var (statuses, accounts): ([Int64], [Int64]) = ([], [])
            for (subject, _) in state.gone {
                switch subject {
                case .status(let id): statuses.append(id)
                case .account(let id): if !accounts.contains(id) { accounts.append(id) }
                }
            }
            return (statuses, accounts, state.since)
        }
    }
}

extension RecentDeletions.State {
    /// Forgets the oldest.
    fileprivate mutating func drop(_ count: Int) {
        guard count > 0 else { return }
        since = gone[count - 1].at
        gone.removeFirst(count)
    }
}

/// What open pages show no more.
public struct Deletions: Sendable, Equatable {
    public var statuses: [Int64]
    /// Suspended, hidden by their people, or erased.
    public var accounts: [Int64]
    /// Whoever looked after this moment misses nothing.
    public var since: Timestamp
}

extension Services {
    /// Public and unlisted statuses that were deleted, and accounts that were suspended, in the last five minutes.
    public func deletions() async throws -> Deletions {
        let (statuses, moderated, since) = recentDeletions.all()
        let found = try await accounts.accounts(moderated)
        let gone = moderated.filter { found[$0]?.account.isSuspended ?? true }
        return Deletions(statuses: statuses, accounts: gone, since: since)
    }
}
