// The one place that says who may follow whom, at once or by asking (Mastodon's rules).

/// Rules of one follow.
public enum FollowPolicy {
    /// What becomes of the wish to follow.
    public enum Decision: Sendable, Equatable {
        case follow
        /// The other has to agree first.
        case request
        /// Answered as if there was nobody.
        case notFound
        case forbidden
    }

    /// - Parameter standing: how the follower stands to the target.
    public static func decide(follower: Account, target: Account, standing: Standing) -> Decision {
        if target.isHidden { return .notFound }
        guard standing.isDisjoint(with: [.isSelf, .blocks, .isBlocked]) else { return .forbidden }
        // A limited account meets strangers only with their consent, and another server always answers for itself.
        return target.isLocked || follower.isSilenced || !target.isLocal ? .request : .follow
    }

    /// The most accounts that one may follow: `base`, or a tenth more than follow it where that is more.
    public static func limit(followers: Int64, base: Int) -> Int64 {
        max(Int64(base), (followers * 11 + 5) / 10)
    }
}
