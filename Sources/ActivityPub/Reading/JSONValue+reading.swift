// Reading with tolerance: one where a list was expected, a list where one was, objects for ids. Nothing here fails or traps;
// what is of no use is absent.

internal import Basics

extension JSONValue {
    /// The first element of a list that says something; the value itself if it is no list; nil for null.
    var first: JSONValue? {
        switch self {
        case .null: nil
        case .array(let elements): elements.first { $0 != .null && $0.array == nil }
        case .bool, .number, .string, .object: self
        }
    }

    /// A member, or the first of its list.
    func one(_ key: String) -> JSONValue? { self[key]?.first }

    /// A member as a list: empty if absent, of one element if it is no list. Lists in lists are left out.
    func list(_ key: String, most limit: Int = DocumentLimits.list) -> [JSONValue] {
        guard let value = self[key] else { return [] }
        guard let elements = value.array else { return value == .null ? [] : [value] }
        return elements.prefix(limit).filter { $0 != .null && $0.array == nil }
    }

    /// A text, or the first of a list of them, cut to `limit` bytes at a character; nil if it is empty.
    func text(_ key: String, most limit: Int = DocumentLimits.name) -> String? { one(key)?.string?.cut(to: limit) }

    /// An id, the `id` of an object, or the `href` of a Link; or the first of a list of them.
    func id(_ key: String) -> ObjectID? { one(key)?.asID }

    func ids(_ key: String, most limit: Int = DocumentLimits.list) -> [ObjectID] {
        list(key, most: limit).compactMap(\.asID)
    }

    /// This value as an id.
    var asID: ObjectID? {
        if let text = string { return ObjectID(text) }
        if let text = self["id"]?.string { return ObjectID(text) }
        return isA("Link") ? self["href"]?.string.flatMap { ObjectID($0) } : nil
    }

    /// `true` or `false`; texts and numbers are neither.
    func flag(_ key: String) -> Bool? {
        if case .bool(let value) = one(key) { value } else { nil }
    }

    /// A whole number from 0, however it was written; texts of digits too.
    func count(_ key: String) -> Int? {
        guard let number = number(key), number >= 0 else { return nil }
        return Int(exactly: min(number, 9_000_000_000_000_000).rounded(.down))
    }

    /// A finite number.
    func number(_ key: String) -> Double? {
        let text: String
        switch one(key) {
        case .number(let digits): text = digits
        case .string(let digits): text = digits
        default: return nil
        }
        guard text.utf8.count <= 40, let value = Double(text), value.isFinite else { return nil }
        return value
    }

    /// A moment by RFC 3339.
    func time(_ key: String) -> Timestamp? {
        guard let text = one(key)?.string, text.utf8.count <= 64 else { return nil }
        return Timestamp(iso8601: text)
    }

    /// The types of an object, as written.
    var types: [String] { list("type", most: 10).compactMap(\.string) }

    func isA(_ type: String) -> Bool { types.contains(type) }

    var isObject: Bool {
        if case .object = self { true } else { false }
    }

    var members: [Member] {
        if case .object(let members) = self { members } else { [] }
    }
}

extension String {
    /// The first `limit` bytes, ended at a character; nil if that is nothing.
    func cut(to limit: Int) -> String? {
        guard !isEmpty else { return nil }
        guard utf8.count > limit else { return self }
        var end = utf8.index(startIndex, offsetBy: limit)
        // To the start of a scalar, then to that of a character.
        while end > startIndex, utf8[end] & 0xC0 == 0x80 { end = utf8.index(before: end) }
        let cut = String(self[..<end])
        return cut.isEmpty ? nil : cut
    }
}
