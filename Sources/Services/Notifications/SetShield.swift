// Somebody puts up a shield for a while, takes it down, and is told when one would help.

public import Basics
internal import Database
public import Domain
internal import Storage

/// How somebody's shield stands.
public struct Shield: Sendable, Equatable {
    /// Nil where none is up.
    public var until: Timestamp?
    /// Mentions in the last hour, where they are far more than usual; the server then proposes a shield.
    public var unusualMentions: Int?

    public init(until: Timestamp? = nil, unusualMentions: Int? = nil) {
        (self.until, self.unusualMentions) = (until, unusualMentions)
    }
}

extension Services {
    /// - Parameter known: the account's policy, where it was read already.
    public func shield(of account: Int64, policy known: NotificationPolicy? = nil) async throws -> Shield {
        let now = clock.now()
        return try await database.read { connection in
            let policy = try known ?? NotificationPolicyQueries.policy(of: account, connection)
            if let until = policy.shieldUntil, until > now { return Shield(until: until) }
            let hour = now - .seconds(3600)
            // On most days the first look is the last.
            guard
                let moment = try MentionRateQueries.moment(
                    ofMentionWith: NotificationPolicy.fewestForShield - 1,
                    account,
                    connection
                ), moment > hour
            else { return Shield() }
            func mentions(after moment: Timestamp) throws -> Int {
                try MentionRateQueries.mentions(of: account, after: moment, limit: Self.mostMentions, connection)
            }
            let day = Duration.seconds(86_400)
            let (lastHour, earlier) = (try mentions(after: hour), try mentions(after: now - day * 14))
            let usual = Double(try earlier - mentions(after: now - day)) / (13 * 24)
            let isUnusual = NotificationPolicy.proposesShield(lastHour: lastHour, usualPerHour: usual)
            return Shield(unusualMentions: isUnusual ? lastHour : nil)
        }
    }

    /// Mentions that are counted at most.
    private static let mostMentions = 5000

    /// Puts a shield up from now on, or has it end at another time. Throws `ServiceError.invalid` for a time that is too short or
    /// too long.
    public func raiseShield(hours: Int64 = 24, of account: Int64) async throws {
        guard NotificationPolicy.shieldHours.contains(hours) else {
            throw ServiceError.invalid("A shield lasts from one hour to seven days")
        }
        let until = clock.now() + .seconds(hours * 3600)
        try await setNotificationPolicy(of: account) { $0.shieldUntil = until }
    }

    /// Takes it down. What was held stays held until its recipient decides.
    public func endShield(of account: Int64) async throws {
        try await setNotificationPolicy(of: account) { $0.shieldUntil = nil }
    }
}
