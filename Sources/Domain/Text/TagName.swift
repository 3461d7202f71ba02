// The name of a hashtag: as a person wrote it, and folded to the key under which everybody's spelling meets.

import Basics

/// A hashtag. Two tags are equal when their folded names are.
public struct TagName: Hashable, Sendable {
    /// The longest written form and the longest key, in bytes of UTF-8.
    public static let maximumBytes = 255

    /// The key: NFKC, case folded, without variation selectors. What storage and URLs use.
    public let name: String
    /// As written, without the sign.
    public let display: String

    /// Nil unless `written` (without sign) is a whole hashtag by the rules of `StatusText.parse`, at most 255 bytes.
    public init?(_ written: String) {
        guard written.utf8.count <= Self.maximumBytes else { return nil }
        let bytes = Array(written.utf8)
        let run = TagRun.read(bytes, from: 0)
        guard run.hasLetter, run.end == bytes.count, let name = TagFolding.fold(written) else { return nil }
        self.name = name
        display = written
    }

    /// The key without accents and vowel signs, by which a search finds it.
    public var searchName: String { SearchFolding.folded(name) }

    /// A tag from a percent-decoded path segment or a search field: a leading `#` or `＃` and surrounding white space
    /// are accepted.
    public static func parse(pathSegment: String) -> TagName? {
        var scalars = Substring(pathSegment).unicodeScalars
        while scalars.first?.properties.isWhitespace == true { scalars.removeFirst() }
        while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
        if let first = scalars.first, first == "#" || first == "\u{FF03}" { scalars.removeFirst() }
        return TagName(String(scalars))
    }

    public static func == (left: TagName, right: TagName) -> Bool { left.name.utf8.elementsEqual(right.name.utf8) }

    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
