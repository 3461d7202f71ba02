// What a moderator decided about a tag as a trend.

/// Raw values are stored.
public enum TrendRuling: Int64, Sendable, CaseIterable {
    /// Listed until it is no trend any more, whatever a gate says.
    case approve = 0
    /// Not listed until it is no trend any more.
    case refuse = 1
    /// Listed whenever it is a trend, whatever a gate says.
    case always = 2
    /// Never listed.
    case never = 3

    public var name: String {
        switch self {
        case .approve: "approve"
        case .refuse: "refuse"
        case .always: "always"
        case .never: "never"
        }
    }

    public init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }

    /// Whether it ends with the trend.
    public var isOnce: Bool { self == .approve || self == .refuse }

    /// Whether it lets the tag be listed.
    public var lists: Bool { self == .approve || self == .always }
}
