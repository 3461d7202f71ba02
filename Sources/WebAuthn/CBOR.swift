// CBOR (RFC 8949) as authenticators write it (CTAP 2.1 §8): definite lengths, no tags, no floating-point numbers.

/// One value. Whatever else there is in CBOR is refused.
enum CBOR: Sendable, Hashable {
    case unsigned(UInt64)
    /// -1 minus this number.
    case negative(UInt64)
    case bytes([UInt8])
    case text(String)
    case array([CBOR])
    case map([CBOR: CBOR])
    /// false, true, null.
    case simple(UInt8)

    /// What stands under a key; nil for all that is no map.
    subscript(_ key: CBOR) -> CBOR? {
        if case .map(let entries) = self { entries[key] } else { nil }
    }

    var bytes: [UInt8]? {
        if case .bytes(let bytes) = self { bytes } else { nil }
    }
}

extension CBOR: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    init(integerLiteral value: Int64) { self = value < 0 ? .negative(UInt64(-1 - value)) : .unsigned(UInt64(value)) }
    init(stringLiteral value: String) { self = .text(value) }
}

/// Reads values from bytes of a stranger: never traps, and never holds more than the bytes could say.
struct CBORReader {
    /// What is not read yet.
    private(set) var rest: ArraySlice<UInt8>
    /// An attestation has four levels.
    private static let mostLevels = 8

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// Reads one value that is all there is.
    static func value(of bytes: [UInt8]) throws(WebAuthnError) -> CBOR {
        var reader = CBORReader(bytes[...])
        let value = try reader.value()
        guard reader.rest.isEmpty else { throw .malformed }
        return value
    }

    mutating func value() throws(WebAuthnError) -> CBOR { try value(level: 1) }

    private mutating func value(level: Int) throws(WebAuthnError) -> CBOR {
        guard level <= CBORReader.mostLevels, let first = rest.popFirst() else { throw .malformed }
        let (type, number) = (first >> 5, try argument(first & 31))
        switch type {
        case 0: return .unsigned(number)
        case 1: return .negative(number)
        case 2: return .bytes(Array(try take(number)))
        case 3:
            guard let text = String(validating: try take(number), as: UTF8.self) else { throw .malformed }
            return .text(text)
        case 4:
            // Each element has a byte at least.
            guard number <= UInt64(rest.count) else { throw .malformed }
            var elements: [CBOR] = []
            for _ in 0..<number { elements.append(try value(level: level + 1)) }
            return .array(elements)
        case 5:
            guard number <= UInt64(rest.count / 2) else { throw .malformed }
            var entries: [CBOR: CBOR] = [:]
            for _ in 0..<number {
                let key = try value(level: level + 1)
                guard entries.updateValue(try value(level: level + 1), forKey: key) == nil else { throw .malformed }
            }
            return .map(entries)
        case 7 where (20...22).contains(first & 31): return .simple(first & 31)
        default: throw .malformed
        }
    }

    /// The number in the head of a value (RFC 8949 §3).
    private mutating func argument(_ info: UInt8) throws(WebAuthnError) -> UInt64 {
        switch info {
        case ..<24: UInt64(info)
        case 24...27: try take(1 << UInt64(info - 24)).reduce(0) { $0 << 8 | UInt64($1) }
        default: throw .malformed
        }
    }

    private mutating func take(_ count: UInt64) throws(WebAuthnError) -> ArraySlice<UInt8> {
        guard count <= UInt64(rest.count) else { throw .malformed }
        defer { rest = rest.dropFirst(Int(count)) }
        return rest.prefix(Int(count))
    }
}
