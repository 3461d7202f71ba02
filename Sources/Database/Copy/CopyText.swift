// Rows as lines of text, in the text format of PostgreSQL's COPY (https://www.postgresql.org/docs/15/sql-copy.html): fields
// with tabs between them, `\N` for NULL, backslashes before what would be mistaken, bytes as `\x` and hexadecimal digits.

/// What is wrong with a line.
public struct CopyError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The number of the line, counted from 1.
    public let line: Int
    public let reason: String

    public var description: String { "line \(line) \(reason)" }
}

/// Writes such lines; SQLite's rows become the same bytes that PostgreSQL would write.
enum CopyText {
    static let null: [UInt8] = Array("\\N".utf8)

    static func append(_ row: Row, _ kinds: [ColumnKind], to line: inout [UInt8]) {
        for (column, kind) in kinds.enumerated() {
            if column > 0 { line.append(UInt8(ascii: "\t")) }
            if row.isNull(column) {
                line += null
                continue
            }
            switch kind {
            case .int: line += Array(String(row.int(column)).utf8)
            case .bool: line.append(UInt8(ascii: row.bool(column) ? "t" : "f"))
            case .double: line += Array(text(of: row.double(column)).utf8)
            case .text: append(escaped: row.blob(column), to: &line)
            case .blob:
                line += Array("\\\\x".utf8)
                for byte in row.blob(column) {
                    line.append(digit(byte >> 4))
                    line.append(digit(byte & 15))
                }
            }
        }
        line.append(UInt8(ascii: "\n"))
    }

    private static func append(escaped bytes: [UInt8], to line: inout [UInt8]) {
        for byte in bytes {
            if let letter = letter(of: byte) {
                line.append(UInt8(ascii: "\\"))
                line.append(letter)
            } else {
                line.append(byte)
            }
        }
    }

    /// What stands behind the backslash for a byte that may not stand for itself.
    private static func letter(of byte: UInt8) -> UInt8? {
        switch byte {
        case 0x08: UInt8(ascii: "b")
        case 0x09: UInt8(ascii: "t")
        case 0x0A: UInt8(ascii: "n")
        case 0x0B: UInt8(ascii: "v")
        case 0x0C: UInt8(ascii: "f")
        case 0x0D: UInt8(ascii: "r")
        case UInt8(ascii: "\\"): byte
        default: nil
        }
    }

    /// As few digits as tell it from all others; none after the point where it is whole.
    private static func text(of value: Double) -> String {
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? value &+ 0x30 : value &+ 0x57 }
}

/// Reads such lines; accepts any bytes.
struct CopyLines {
    private let bytes: [UInt8]
    private var place = 0
    private(set) var line = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The values of the next line, or nil at the end.
    mutating func next(_ kinds: [ColumnKind]) throws -> [Value]? {
        guard place < bytes.count else { return nil }
        line += 1
        guard let end = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) else { throw failure("has no end") }
        defer { place = end + 1 }
        let fields = bytes[place..<end].split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
        guard fields.count == kinds.count else {
            throw failure("has \(fields.count) fields and not \(kinds.count)")
        }
        return try zip(fields, kinds).map { try value(of: $0, $1) }
    }

    private func value(of field: ArraySlice<UInt8>, _ kind: ColumnKind) throws -> Value {
        if field.elementsEqual(CopyText.null) { return .null }
        let bytes = try unescaped(field)
        switch kind {
        case .text:
            // Not repaired: what is changed on the way back is not what was backed up.
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw failure("has text that is not UTF-8")
            }
            return .text(text)
        case .int:
            guard let number = Int64(String(decoding: bytes, as: UTF8.self)) else { throw failure("has no number") }
            return .int(number)
        case .double:
            guard let number = Double(String(decoding: bytes, as: UTF8.self)) else { throw failure("has no number") }
            return .double(number)
        case .bool:
            guard bytes.count == 1, bytes[0] == UInt8(ascii: "t") || bytes[0] == UInt8(ascii: "f") else {
                throw failure("has neither t nor f")
            }
            return .bool(bytes[0] == UInt8(ascii: "t"))
        case .blob: return .blob(try blob(bytes))
        }
    }

    private func unescaped(_ field: ArraySlice<UInt8>) throws -> [UInt8] {
        guard field.contains(UInt8(ascii: "\\")) else { return Array(field) }
        var out: [UInt8] = []
        out.reserveCapacity(field.count)
        var rest = field
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                out.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "b"): out.append(0x08)
            case UInt8(ascii: "t"): out.append(0x09)
            case UInt8(ascii: "n"): out.append(0x0A)
            case UInt8(ascii: "v"): out.append(0x0B)
            case UInt8(ascii: "f"): out.append(0x0C)
            case UInt8(ascii: "r"): out.append(0x0D)
            case UInt8(ascii: "\\"): out.append(UInt8(ascii: "\\"))
            default: throw failure("has a backslash that means nothing")
            }
        }
        return out
    }

    private func blob(_ bytes: [UInt8]) throws -> [UInt8] {
        guard bytes.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "x")]), bytes.count % 2 == 0 else {
            throw failure("has no bytes in hexadecimal")
        }
        return try stride(from: 2, to: bytes.count, by: 2).map { index in
            guard let high = Self.number(of: bytes[index]), let low = Self.number(of: bytes[index + 1]) else {
                throw failure("has no bytes in hexadecimal")
            }
            return high << 4 | low
        }
    }

    private static func number(of digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x57
        case 0x41...0x46: digit - 0x37
        default: nil
        }
    }

    private func failure(_ reason: String) -> CopyError { CopyError(line: line, reason: reason) }
}
