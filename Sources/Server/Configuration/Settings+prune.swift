// What a server clears away by itself, and how often.

/// How often a server clears away what nobody needs, and what.
public struct PruneSettings: Sendable, Equatable {
    /// Nil for never.
    public var interval: Duration?
    /// The age from which posts of other servers go that nobody here has touched; nil for never.
    public var posts: Duration?
    /// The age from which notifications go; nil for never.
    public var notifications: Duration?
}

extension Settings {
    static func prune(_ value: (String) -> String) throws -> PruneSettings {
        PruneSettings(
            interval: try time("prune-every", value, atLeast: .seconds(3600), "a time from 1h, like 24h or 7d"),
            posts: try time("prune-posts", value, atLeast: .seconds(7 * 86_400), "an age from 7d, like 90d"),
            notifications: try time(
                "prune-notifications",
                value,
                atLeast: .seconds(30 * 86_400),
                "an age from 30d, like 180d"
            )
        )
    }

    /// Nil for `off`.
    private static func time(
        _ name: String,
        _ value: (String) -> String,
        atLeast: Duration,
        _ shape: String
    ) throws -> Duration? {
        guard value(name).lowercased() != "off" else { return nil }
        guard let time = duration(value(name)), time >= atLeast else {
            throw SettingsError("\(name) is \"\(value(name))\": it must be \(shape), or off.")
        }
        return time
    }
}
