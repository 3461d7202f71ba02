// The shield: for a time, what strangers and new accounts say to somebody is held, and ends by itself.

internal import Basics

extension NotificationPolicy {
    /// Hours for which a shield may be up; a day unless told otherwise.
    public static let shieldHours: ClosedRange<Int64> = 1...168

    /// Whether the shield holds what somebody says: strangers, that is who is not followed and has not followed for some days with
    /// an account that is older than a month.
    func shieldHolds(_ kind: NotificationKind, _ sender: NotificationSender, at now: Timestamp) -> Bool {
        guard let shieldUntil, shieldUntil > now, kind.isRequest, !sender.isFollowed else { return false }
        let followsLong = sender.followsSince.map { $0 <= now - Self.newFollowerAge } ?? false
        return !followsLong || sender.createdAt > now - Self.newAccountAge
    }

    /// Fewer mentions an hour are no storm, whatever is usual.
    public static let fewestForShield = 30
    private static let manyTimes = 10.0

    /// Whether so many mentions in an hour are far beyond what is usual.
    public static func proposesShield(lastHour: Int, usualPerHour: Double) -> Bool {
        lastHour >= fewestForShield && Double(lastHour) >= manyTimes * usualPerHour
    }
}
