// The reasons for which people are told something.

/// Why somebody is told. Raw values are stored.
public enum NotificationKind: Int64, Sendable, CaseIterable {
    case mention = 1
    case status = 2
    case reblog = 3
    case follow = 4
    case followRequest = 5
    case favourite = 6
    case update = 7
    case poll = 8
    case adminSignUp = 9
    case adminReport = 10
    case moderationWarning = 11
    case quote = 20
    case quotedUpdate = 21

    /// The name used by the client API.
    public var name: String {
        switch self {
        case .mention: "mention"
        case .status: "status"
        case .reblog: "reblog"
        case .follow: "follow"
        case .followRequest: "follow_request"
        case .favourite: "favourite"
        case .update: "update"
        case .poll: "poll"
        case .adminSignUp: "admin.sign_up"
        case .adminReport: "admin.report"
        case .moderationWarning: "moderation_warning"
        case .quote: "quote"
        case .quotedUpdate: "quoted_update"
        }
    }

    public init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }

    /// Those that are told together: "bob and 41 others favourited your post".
    public static let groupable: [NotificationKind] = [.favourite, .reblog, .follow, .adminSignUp]

    public var isGroupable: Bool { Self.groupable.contains(self) }

    /// Whether the recipient's policy may hold it back. Not what they asked for or must know.
    public var isFilterable: Bool {
        switch self {
        case .mention, .reblog, .follow, .followRequest, .favourite, .quote: true
        case .status, .update, .poll, .adminSignUp, .adminReport, .moderationWarning, .quotedUpdate: false
        }
    }

    /// Whether one that is held back asks for the recipient's word: somebody wants to be heard.
    public var isRequest: Bool { self == .mention || self == .quote }
}
