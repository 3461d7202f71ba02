// Who a status is for.

/// The four visibilities of the client API. Raw values are stored.
public enum Visibility: Int64, Sendable, CaseIterable, Codable {
    /// Everybody, in every timeline.
    case `public` = 0
    /// Everybody, but not in public timelines, tags or trends.
    case unlisted = 1
    /// Followers and those mentioned.
    case `private` = 2
    /// Only those mentioned.
    case direct = 3

    /// The name used by the client API.
    public var name: String {
        switch self {
        case .public: "public"
        case .unlisted: "unlisted"
        case .private: "private"
        case .direct: "direct"
        }
    }

    public init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }

    /// Seen by anybody who has the address.
    public var isOpen: Bool { self == .public || self == .unlisted }
}
