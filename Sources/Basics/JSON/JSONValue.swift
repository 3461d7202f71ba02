// JSON as read from others: a tree that keeps numbers as written and members in order. Read by `JSONParser`.

/// Why a JSON text was refused.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Place in the text, in bytes from its start.
    public var offset: Int
    /// What is wrong there, to be read after "JSON is malformed at byte 12: ".
    public var reason: String

    public init(offset: Int, reason: String) {
        self.offset = offset
        self.reason = reason
    }

    public var description: String { "malformed at byte \(offset): \(reason)" }
}

/// One value of a JSON text (RFC 8259).
public indirect enum JSONValue: Sendable, Equatable {
    /// A member of an object.
    public struct Member: Sendable, Equatable {
        public var key: String
        public var value: JSONValue

        public init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    case null
    case bool(Bool)
    /// As written, so that no digit is lost.
    case number(String)
    case string(String)
    case array([JSONValue])
    /// Members in order, each key once.
    case object([Member])

    /// Nesting beyond this is refused: it is hostile, and each level costs stack.
    public static let depthLimit = 64

    /// Reads one JSON text: UTF-8, with or without a byte order mark.
    ///
    /// Of members with the same key the last one counts, unless those are refused: readers disagree about them, so that a
    /// text with them may be one thing to whoever signed it and another to whoever reads it. A lone surrogate (`\uD800`)
    /// becomes U+FFFD. Never traps.
    public static func parse(_ bytes: [UInt8], refusingRepeatedKeys: Bool = false) throws(JSONError) -> JSONValue {
        var parser = JSONParser(bytes, takesRepeatedKeys: !refusingRepeatedKeys)
        return try parser.text()
    }

    /// The member of an object; nil where there is none, and for all that is no object.
    public subscript(_ key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// The text of a string; nil for anything else.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The elements of an array; nil for anything else.
    public var array: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }
}
