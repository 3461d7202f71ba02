// To whom something is addressed. Between servers visibility is told by nothing else.

internal import Basics

/// The `to` and `cc` of an activity or object; what else addresses (`bto`, `bcc`, `audience`) is read into them.
public struct Addressing: Sendable, Equatable {
    /// Everybody, in one of the three spellings of `isPublic`.
    public static let everybody = "https://www.w3.org/ns/activitystreams#Public"

    /// Addresses as they came; everybody as `everybody`.
    public var to: [String]
    public var cc: [String]

    public init(to: [String] = [], cc: [String] = []) {
        self.to = to
        self.cc = cc
    }

    /// The three spellings that are about: the whole address, and two that JSON-LD makes the same.
    public static func isPublic(_ text: String) -> Bool {
        text == everybody || text == "as:Public" || text == "Public"
    }

    /// How far it is meant to be seen.
    public enum Reach: Sendable, Equatable {
        case everybody
        /// By everybody, but not in public timelines.
        case unlisted
        case followers
        /// Those addressed only.
        case direct
    }

    /// - Parameter followers: the collection of the author's followers, which only the author's own document names.
    public func reach(followers: ObjectID?) -> Reach {
        if to.contains(Addressing.everybody) { return .everybody }
        if cc.contains(Addressing.everybody) { return .unlisted }
        if let followers, to.contains(followers.text) || cc.contains(followers.text) { return .followers }
        return .direct
    }

    /// Everyone named, each once: actors and collections.
    public var addressees: [ObjectID] {
        var seen: Set<String> = [Addressing.everybody]
        return (to + cc).compactMap { seen.insert($0).inserted ? ObjectID($0) : nil }
    }
}
