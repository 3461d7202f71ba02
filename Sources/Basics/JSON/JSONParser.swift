// Reads JSON texts by recursive descent over bytes. The grammar is RFC 8259's; strings are in a file of their own.

/// The state of one reading.
struct JSONParser {
    let bytes: [UInt8]
    var position = 0
    private var depth = 0
    /// Whether a member's name may be there once more; then the last one counts.
    private let takesRepeatedKeys: Bool

    init(_ bytes: [UInt8], takesRepeatedKeys: Bool = true) {
        self.bytes = bytes
        self.takesRepeatedKeys = takesRepeatedKeys
    }

    /// The whole text: one value, and nothing but white space around it.
    mutating func text() throws(JSONError) -> JSONValue {
        // RFC 8259 §8.1: a byte order mark may be ignored.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        skipSpace()
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw failure("there is more after the value") }
        return value
    }

    func failure(_ reason: String, at offset: Int? = nil) -> JSONError {
        JSONError(offset: offset ?? position, reason: reason)
    }

    /// The byte at the position; nil at the end.
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func value() throws(JSONError) -> JSONValue {
        guard let byte = next else { throw failure("the text ends where a value should be") }
        switch byte {
        case UInt8(ascii: "{"): return try nested { (parser) throws(JSONError) in try parser.object() }
        case UInt8(ascii: "["): return try nested { (parser) throws(JSONError) in try parser.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: throw failure("no value starts like this")
        }
    }

    /// Reads what opens with the bracket at the position.
    private mutating func nested(
        _ read: (inout JSONParser) throws(JSONError) -> JSONValue
    ) throws(JSONError) -> JSONValue {
        guard depth < JSONValue.depthLimit else {
            throw failure("nested deeper than \(JSONValue.depthLimit) levels")
        }
        depth += 1
        position += 1
        skipSpace()
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func array() throws(JSONError) -> JSONValue {
        var elements: [JSONValue] = []
        if take(UInt8(ascii: "]")) { return .array(elements) }
        while true {
            elements.append(try value())
            skipSpace()
            if take(UInt8(ascii: "]")) { return .array(elements) }
            guard take(UInt8(ascii: ",")) else { throw failure("expected a comma or ] after an element") }
            skipSpace()
        }
    }

    private mutating func object() throws(JSONError) -> JSONValue {
        var members: [JSONValue.Member] = []
        // Made only for large objects, where looking through all members would be quadratic.
        var places: [String: Int] = [:]
        if take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            guard next == UInt8(ascii: "\"") else { throw failure("expected a member's name in quotes") }
            let start = position
            let key = try string()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw failure("expected a colon after a member's name") }
            skipSpace()
            let value = try value()
            if members.count == 16 {
                for (place, member) in members.enumerated() { places[member.key] = place }
            }
            let known = members.count < 16 ? members.firstIndex { $0.key == key } : places[key]
            if let known {
                guard takesRepeatedKeys else { throw failure("a member's name is there twice", at: start) }
                members[known].value = value
            } else {
                if members.count >= 16 { places[key] = members.count }
                members.append(JSONValue.Member(key: key, value: value))
            }
            skipSpace()
            if take(UInt8(ascii: "}")) { return .object(members) }
            guard take(UInt8(ascii: ",")) else { throw failure("expected a comma or } after a member") }
            skipSpace()
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let isThere = text.withUTF8Buffer { bytes[position...].starts(with: $0) }
        guard isThere else { throw failure("no value starts like this") }
        position += text.utf8CodeUnitCount
        return value
    }

    /// RFC 8259 §6: no leading zeros, digits on both sides of the point.
    private mutating func number() throws(JSONError) -> String {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        if take(UInt8(ascii: ".")) { try digits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        if let byte = next, ASCII.isDigit(byte) { throw failure("a number has a leading zero", at: start) }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func digits() throws(JSONError) {
        let start = position
        while let byte = next, ASCII.isDigit(byte) { position += 1 }
        guard position > start else { throw failure("expected a digit") }
    }
}
