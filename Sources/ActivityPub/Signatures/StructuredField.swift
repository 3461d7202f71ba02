// As much of structured fields (RFC 9651) as message signatures need: dictionaries of items and of inner lists.

internal import Basics

enum StructuredField {
    enum Bare: Equatable {
        case integer(Int64)
        case string(String)
        case token(String)
        case bytes([UInt8])
        case flag(Bool)
    }

    struct Parameter: Equatable {
        var key: String
        var value: Bare
    }

    struct Item: Equatable {
        var value: Bare
        var parameters: [Parameter]
    }

    enum Value: Equatable {
        case item(Bare, [Parameter])
        case list([Item], [Parameter])
    }

    struct Member: Equatable {
        var key: String
        var value: Value
    }

    /// Nil for what is no dictionary, one of more than 16 members, and one with a key twice: the RFC has the last one
    /// count, but nobody honest writes it.
    static func dictionary(_ text: String) -> [Member]? {
        guard text.utf8.count <= 8192 else { return nil }
        var reader = Reader(rest: Array(text.utf8)[...])
        return reader.dictionary()
    }

    /// The one way to write a list with its parameters (§4.1).
    static func text(_ items: [Item], _ parameters: [Parameter]) -> String {
        "(" + items.map { text($0.value) + text($0.parameters) }.joined(separator: " ") + ")" + text(parameters)
    }

    static func text(_ parameters: [Parameter]) -> String {
        parameters.map { $0.value == .flag(true) ? ";\($0.key)" : ";\($0.key)=\(text($0.value))" }.joined()
    }

    static func text(_ bare: Bare) -> String {
        switch bare {
        case .integer(let number): "\(number)"
        case .string(let text):
            "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        case .token(let text): text
        case .bytes(let bytes): ":\(Base64.encode(bytes)):"
        case .flag(let flag): flag ? "?1" : "?0"
        }
    }
}

extension StructuredField {
    /// A position in a field. Every function is nil where the grammar ends.
    struct Reader {
        var rest: ArraySlice<UInt8>

        mutating func dictionary() -> [Member]? {
            var members: [Member] = []
            skipSpace()
            while !rest.isEmpty {
                guard members.count < 16, let key = key(), !members.contains(where: { $0.key == key }) else {
                    return nil
                }
                var value: Value
                if take("=") {
                    guard let read = self.value() else { return nil }
                    value = read
                } else {
                    guard let parameters = parameters() else { return nil }
                    value = .item(.flag(true), parameters)
                }
                members.append(Member(key: key, value: value))
                skipSpace()
                if rest.isEmpty { break }
                guard take(",") else { return nil }
                skipSpace()
                // A comma with nothing after it.
                if rest.isEmpty { return nil }
            }
            return members
        }

        private mutating func value() -> Value? {
            guard take("(") else {
                guard let bare = bare(), let parameters = parameters() else { return nil }
                return .item(bare, parameters)
            }
            var items: [Item] = []
            while true {
                skipSpace()
                if take(")") { break }
                guard items.count < 64, let bare = bare(), let parameters = parameters() else { return nil }
                items.append(Item(value: bare, parameters: parameters))
                guard rest.first == UInt8(ascii: " ") || rest.first == UInt8(ascii: ")") else { return nil }
            }
            guard let parameters = parameters() else { return nil }
            return .list(items, parameters)
        }

        private mutating func parameters() -> [Parameter]? {
            var parameters: [Parameter] = []
            while take(";") {
                skipSpace()
                guard parameters.count < 16, let key = key(), !parameters.contains(where: { $0.key == key }) else {
                    return nil
                }
                var value = Bare.flag(true)
                if take("=") {
                    guard let bare = bare() else { return nil }
                    value = bare
                }
                parameters.append(Parameter(key: key, value: value))
            }
            return parameters
        }

        private mutating func key() -> String? {
            func isFirst(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 || byte == UInt8(ascii: "*") }
            guard let first = rest.first, isFirst(first) else { return nil }
            let key = rest.prefix { isFirst($0) || ASCII.isDigit($0) || "_-.".utf8.contains($0) }
            rest = rest[key.endIndex...]
            return String(decoding: key, as: UTF8.self)
        }

        private mutating func bare() -> Bare? {
            guard let first = rest.first else { return nil }
            switch first {
            case UInt8(ascii: "\""): return string()
            case UInt8(ascii: ":"):
                rest.removeFirst()
                guard let end = rest.firstIndex(of: UInt8(ascii: ":")) else { return nil }
                defer { rest = rest[(end + 1)...] }
                return Base64.decode(String(decoding: rest[..<end], as: UTF8.self)).map { .bytes($0) }
            case UInt8(ascii: "?"):
                rest.removeFirst()
                if take("1") { return .flag(true) }
                return take("0") ? .flag(false) : nil
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                let isNegative = take("-")
                let digits = rest.prefix(while: ASCII.isDigit)
                rest = rest[digits.endIndex...]
                // Decimals are of no use here.
                guard (1...15).contains(digits.count), rest.first != UInt8(ascii: "."),
                    let number = Int64(String(decoding: digits, as: UTF8.self))
                else { return nil }
                return .integer(isNegative ? -number : number)
            default:
                guard ASCII.isLetter(first) || first == UInt8(ascii: "*") else { return nil }
                let token = rest.prefix { ASCII.isAlphanumeric($0) || "!#$%&'*+-.^_`|~:/".utf8.contains($0) }
                rest = rest[token.endIndex...]
                return .token(String(decoding: token, as: UTF8.self))
            }
        }

        private mutating func string() -> Bare? {
            rest.removeFirst()
            var out: [UInt8] = []
            while let byte = rest.popFirst() {
                switch byte {
                case UInt8(ascii: "\""): return .string(String(decoding: out, as: UTF8.self))
                case UInt8(ascii: "\\"):
                    guard let next = rest.popFirst(), next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\") else {
                        return nil
                    }
                    out.append(next)
                case 0x20...0x7E: out.append(byte)
                default: return nil
                }
            }
            return nil
        }

        private mutating func skipSpace() { rest = rest.drop { $0 == 0x20 || $0 == 0x09 } }

        private mutating func take(_ text: Unicode.Scalar) -> Bool {
            guard let first = rest.first, UInt32(first) == text.value else { return false }
            rest.removeFirst()
            return true
        }
    }
}
