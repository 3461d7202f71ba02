// Comma-separated values (RFC 4180), written, and read from files that strangers made with whatever they have.

/// Why a file of comma-separated values was refused: one sentence for whoever sent it.
public enum CSVError: Error, Sendable, Equatable, CustomStringConvertible {
    case notText
    case unbalanced(line: Int)
    case tooLong(line: Int)
    case tooManyFields(line: Int)
    case tooManyLines(Int)

    public var description: String { sentence.english }

    public var sentence: Sentence {
        switch self {
        case .notText: "This file is not text in UTF-8 or UTF-16, so it cannot be a CSV file"
        case .unbalanced(let line): "A quotation mark in line \(number: line) of this file has no partner"
        case .tooLong(let line): "Line \(number: line) of this file is too long"
        case .tooManyFields(let line): "Line \(number: line) of this file has too many columns"
        case .tooManyLines(let most): "This file has more than \(most: most) lines: divide it"
        }
    }
}

public enum CSV {
    /// How much may come.
    public struct Limits: Sendable, Equatable {
        public var lines: Int
        public var fields: Int
        /// Of one field.
        public var bytes: Int

        public init(lines: Int = 20_000, fields: Int = 32, bytes: Int = 4096) {
            self.lines = lines
            self.fields = fields
            self.bytes = bytes
        }
    }

    /// One line with its end; fields are quoted where they have to be.
    public static func line(_ fields: [String]) -> String {
        // One empty field is no empty line.
        fields == [""] ? "\"\"\n" : fields.map(quoted).joined(separator: ",") + "\n"
    }

    private static func quoted(_ field: String) -> String {
        // By bytes, as it is read: a sign that joins the one before makes another character of a comma.
        let mark = UInt8(ascii: "\"")
        guard field.utf8.contains(where: { [UInt8(ascii: ","), mark, 0x0A, 0x0D].contains($0) }) else { return field }
        let doubled = field.utf8.flatMap { $0 == mark ? [mark, mark] : [$0] }
        return "\"\(String(decoding: doubled, as: UTF8.self))\""
    }

    /// The fields of each line that is not empty.
    ///
    /// Takes UTF-8 with or without a byte order mark, UTF-16 with one, and the line ends of all systems. A quotation mark
    /// within a field that did not begin with one stands for itself. Never traps.
    public static func parse(_ file: [UInt8], _ limits: Limits = Limits()) throws(CSVError) -> [[String]] {
        var reader = CSVReader(bytes: try text(of: file), limits: limits)
        var lines: [[String]] = []
        while let fields = try reader.next() {
            guard lines.count < limits.lines else { throw .tooManyLines(limits.lines) }
            lines.append(fields)
        }
        return lines
    }

    /// The file as UTF-8, without a byte order mark.
    private static func text(of file: [UInt8]) throws(CSVError) -> [UInt8] {
        var text: String?
        if file.starts(with: [0xFF, 0xFE]) || file.starts(with: [0xFE, 0xFF]) {
            let high = file[0] == 0xFE ? 0 : 1
            let units = stride(from: 2, to: file.count - 1, by: 2).map { place in
                UInt16(file[place + high]) << 8 | UInt16(file[place + 1 - high])
            }
            text = file.count.isMultiple(of: 2) ? String(validating: units, as: UTF16.self) : nil
        } else {
            let start = file.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            text = String(validating: file[start...], as: UTF8.self)
        }
        // Control characters are in no list of addresses, but in every picture and archive.
        guard let text, text.utf8.allSatisfy({ $0 >= 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }) else {
            throw .notText
        }
        return Array(text.utf8)
    }
}

/// Goes through the bytes of a text once.
private struct CSVReader {
    let bytes: [UInt8]
    let limits: CSV.Limits
    var index = 0
    var line = 1

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")

    init(bytes: [UInt8], limits: CSV.Limits) {
        self.bytes = bytes
        self.limits = limits
    }

    private var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

    private static func isEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    /// The fields of the next line; nil at the end.
    mutating func next() throws(CSVError) -> [String]? {
        while let byte, Self.isEnd(byte) { endLine() }
        guard index < bytes.count else { return nil }
        var fields: [String] = []
        while true {
            guard fields.count < limits.fields else { throw .tooManyFields(line: line) }
            fields.append(byte == Self.quote ? try quotedField() : try plainField())
            guard byte == Self.comma else { break }
            index += 1
        }
        endLine()
        return fields
    }

    private mutating func endLine() {
        if byte == 0x0D { index += 1 }
        if byte == 0x0A { index += 1 }
        line += 1
    }

    private mutating func plainField() throws(CSVError) -> String {
        let start = index
        while let byte, byte != Self.comma, !Self.isEnd(byte) { index += 1 }
        guard index - start <= limits.bytes else { throw .tooLong(line: line) }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func quotedField() throws(CSVError) -> String {
        var field: [UInt8] = []
        let first = line
        index += 1
        while true {
            guard let byte else { throw .unbalanced(line: first) }
            index += 1
            if byte == Self.quote {
                guard self.byte == Self.quote else { break }
                index += 1
            }
            if byte == 0x0A { line += 1 }
            guard field.count < limits.bytes else { throw .tooLong(line: first) }
            field.append(byte)
        }
        guard byte.map({ $0 == Self.comma || Self.isEnd($0) }) ?? true else { throw .unbalanced(line: first) }
        return String(decoding: field, as: UTF8.self)
    }
}
