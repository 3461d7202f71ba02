// What somebody has done with a status.

/// What one viewer has done with one status.
public struct InteractionFlags: OptionSet, Hashable, Sendable {
    public let rawValue: Int64

    public init(rawValue: Int64) { self.rawValue = rawValue }

    public static let favourited = InteractionFlags(rawValue: 1)
    public static let bookmarked = InteractionFlags(rawValue: 2)
    public static let reblogged = InteractionFlags(rawValue: 4)
    public static let pinned = InteractionFlags(rawValue: 8)
    public static let threadMuted = InteractionFlags(rawValue: 16)
}

/// What an account does with a status once at most, and can list.
public enum InteractionKind: Sendable, CaseIterable {
    case favourite
    case bookmark
    case pin
}
