// Not seeing somebody for a while or for good, without their knowing.

internal import Basics
public import Domain
internal import Storage

extension Services {
    /// Mutes somebody, or changes the mute. Muting oneself does nothing.
    ///
    /// - Parameters:
    ///   - hidesNotifications: nil for yes.
    ///   - seconds: how long; 0 or less means until it is lifted. No more than 100 years.
    public func muteAccount(
        _ target: Int64,
        by account: Int64,
        hidesNotifications: Bool? = nil,
        seconds: Int64 = 0
    ) async throws -> Relationship {
        try await change { change in
            _ = try change.pair(account, target)
            guard account != target else { return Relationship(targetID: target) }
            let seconds = min(seconds, 100 * 366 * 86_400)
            let mute = Mute(
                hidesNotifications: hidesNotifications ?? true,
                expiresAt: seconds > 0 ? change.now + .seconds(seconds) : nil
            )
            try RelationshipQueries.mute(target, by: account, mute, at: change.now, change.connection)
            change.record(.relationshipChanged(account: account, target: target))
            return try change.relationship(of: account, to: target)
        }
    }
}
