// The accessors: each takes a path of names and answers nil for what was not sent. A value of the wrong shape is an
// error that names it.

internal import Basics

extension Parameters {
    /// The raw value; nil where nothing was sent.
    func value(_ path: [String]) -> ParameterValue? {
        var object = root
        for (place, name) in path.enumerated() {
            guard let value = object[name] else { return nil }
            if place == path.count - 1 { return value }
            guard case .object(let inner) = value else { return nil }
            object = inner
        }
        return nil
    }

    /// Was something sent under this name, be it null or empty?
    func contains(_ path: String...) -> Bool { value(path) != nil }

    /// Text as sent; an empty one stays empty, null is nil.
    func text(_ path: String...) throws(ParameterError) -> String? { try scalar(path, "a text") }

    /// `true`, `t`, `on` and `1`, or `false`, `f`, `off` and `0`, in any case; nil when absent or empty.
    func bool(_ path: String...) throws(ParameterError) -> Bool? {
        guard let text = try scalar(path, "true or false"), !text.isEmpty else { return nil }
        switch text.lowercased() {
        case "true", "t", "on", "1": return true
        case "false", "f", "off", "0": return false
        default: throw .invalid(self.path + path, "true or false")
        }
    }

    /// Absent, null, empty, or a list or object without anything in it.
    func isBlank(_ path: String...) -> Bool {
        switch value(path) {
        case nil, .null: true
        case .text(let text): text.isEmpty
        case .list(let elements): elements.isEmpty
        case .object(let object): object.isEmpty
        case .file: false
        }
    }

    /// Sent as the null of JSON (or a name without a value).
    func isNull(_ path: String...) -> Bool { value(path) == .null }

    /// A whole number; nil when absent or empty.
    func int(_ path: String...) throws(ParameterError) -> Int64? {
        guard let text = try scalar(path, "a whole number"), !text.isEmpty else { return nil }
        guard let number = Parameters.wholeNumber(text) else { throw .invalid(self.path + path, "a whole number") }
        return number
    }

    /// An id. Nil when absent or empty, and when it is no number: there is nothing with such an id.
    func id(_ path: String...) throws(ParameterError) -> Int64? { try scalar(path, "an id").flatMap(Parameters.id) }

    /// A list of texts, empty when absent. A single value is a list of one; an index map is a list; nulls are left out.
    func texts(_ path: String...) throws(ParameterError) -> [String] { try texts(at: path) }

    /// A list of ids; what is no number is left out.
    func ids(_ path: String...) throws(ParameterError) -> [Int64] { try texts(at: path).compactMap(Parameters.id) }

    /// A list of ids, each once. Mastodon refuses longer ones.
    func ids(_ name: String, atMost most: Int) throws -> [Int64] {
        var seen: Set<Int64> = []
        let ids = try ids(name).filter { seen.insert($0).inserted }
        guard ids.count <= most else {
            throw APIError.wrongParameter("\(text: name) must not name more than \(most: most)")
        }
        return ids
    }

    /// `limit` as Mastodon reads it, by the digits that it begins with and without its sign: what is no number asks for
    /// nothing. Nil where nothing was sent.
    func limit() throws(ParameterError) -> Int? {
        guard let text = try scalar(["limit"], "a whole number"), !text.isEmpty else { return nil }
        let digits = text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }.prefix(while: ASCII.isDigit)
        return digits.reduce(0) { min($0 * 10 + Int($1 - 0x30), 1_000_000) }
    }

    /// The parameters of an object, to be asked in turn.
    func object(_ path: String...) throws(ParameterError) -> Parameters? {
        switch value(path) {
        case nil, .null: return nil
        // `poll=`: how a form says "none".
        case .text(let text) where text.isEmpty: return nil
        case .object(let object): return Parameters(root: object, path: self.path + path)
        default: throw .invalid(self.path + path, "an object")
        }
    }

    /// A list of objects, nil when absent: a list, an index map by rising index, or one object on its own.
    func elements(_ path: String...) throws(ParameterError) -> [Parameters]? {
        var found: [Parameters] = []
        let elements: [(name: String, value: ParameterValue)]
        switch value(path) {
        case nil, .null: return nil
        case .text(let text) where text.isEmpty: return []
        case .list(let values): elements = values.enumerated().map { (String($0), $1) }
        case .object(let object):
            guard let indexed = object.indexed else {
                return [Parameters(root: object, path: self.path + path)]
            }
            elements = indexed
        default: throw .invalid(self.path + path, "a list of objects")
        }
        for (name, value) in elements {
            guard case .object(let object) = value else { throw .invalid(self.path + path + [name], "an object") }
            found.append(Parameters(root: object, path: self.path + path + [name]))
        }
        return found
    }

    /// An uploaded file; nil when absent or sent as an empty text.
    func file(_ path: String...) throws(ParameterError) -> UploadedFile? {
        switch value(path) {
        case nil, .null: return nil
        case .text(let text) where text.isEmpty: return nil
        case .file(let file): return file
        default: throw .invalid(self.path + path, "a file")
        }
    }

    private func scalar(_ path: [String], _ expected: String) throws(ParameterError) -> String? {
        switch value(path) {
        case nil, .null: return nil
        case .text(let text): return text
        default: throw .invalid(self.path + path, expected)
        }
    }

    private func texts(at path: [String]) throws(ParameterError) -> [String] {
        let values: [ParameterValue]
        switch value(path) {
        case nil, .null: return []
        case .text(let text): return [text]
        case .list(let elements): values = elements
        case .object(let object):
            guard let indexed = object.indexed else { throw .invalid(self.path + path, "a list") }
            values = indexed.map(\.value)
        case .file: throw .invalid(self.path + path, "a list")
        }
        var texts: [String] = []
        for value in values {
            switch value {
            case .text(let text): texts.append(text)
            case .null: break
            default: throw .invalid(self.path + path, "a list of texts")
            }
        }
        return texts
    }

    /// Digits only: `+5` and other spellings name nothing.
    private static func id(_ text: String) -> Int64? { text.utf8.allSatisfy(ASCII.isDigit) ? Int64(text) : nil }

    /// `20`, and `20.0` as some write numbers in JSON.
    private static func wholeNumber(_ text: String) -> Int64? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count < 2 || (!parts[1].isEmpty && parts[1].utf8.allSatisfy { $0 == UInt8(ascii: "0") }) else {
            return nil
        }
        return Int64(parts[0])
    }
}
