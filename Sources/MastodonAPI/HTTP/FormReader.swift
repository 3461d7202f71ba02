// Reads query strings and `application/x-www-form-urlencoded` bodies (URL standard, section 5.1).

internal import Basics

/// Collects parameters, and counts them.
struct FormReader {
    var root = ParameterObject()
    var count: Int

    init(count: Int = 0) { self.count = count }

    /// Reads a query string. Short ones without escapes and brackets, as most are, cost little.
    mutating func read(_ query: String) throws(ParameterError) {
        var query = query
        // `withUTF8` rethrows untyped: the error is carried out by hand.
        let failure = query.withUTF8 { bytes -> ParameterError? in
            do throws(ParameterError) {
                try read(pairs: bytes)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    mutating func read(_ body: ArraySlice<UInt8>) throws(ParameterError) {
        let failure = body.withUnsafeBufferPointer { bytes -> ParameterError? in
            do throws(ParameterError) {
                try read(pairs: bytes)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    private mutating func read(pairs bytes: UnsafeBufferPointer<UInt8>) throws(ParameterError) {
        var start = 0
        while start < bytes.count {
            var end = start
            var equals: Int?
            while end < bytes.count, bytes[end] != UInt8(ascii: "&") {
                if equals == nil, bytes[end] == UInt8(ascii: "=") { equals = end }
                end += 1
            }
            if end > start {
                let name = try decoded(bytes[start..<(equals ?? end)])
                let value = try equals.map { at throws(ParameterError) in try decoded(bytes[(at + 1)..<end], of: name) }
                // A name without `=` is there, but says nothing.
                try add(name, value.map { .text($0) } ?? .null)
            }
            start = end + 1
        }
    }

    /// Puts one named value into the tree.
    mutating func add(_ name: String, _ value: ParameterValue) throws(ParameterError) {
        guard name.utf8.count <= ParameterLimits.nameBytes else {
            throw .malformed("A parameter's name is longer than \(most: ParameterLimits.nameBytes) bytes")
        }
        try countOne()
        guard name.utf8.contains(UInt8(ascii: "[")) else {
            root[name] = value
            return
        }
        let path = ParameterName(name)
        guard path.steps.count <= ParameterLimits.depth else {
            throw .malformed(
                "Parameter \(text: path.first) is nested deeper than \(most: ParameterLimits.depth) levels",
                name: path.first
            )
        }
        try root.insert(value, at: path)
    }

    mutating func countOne() throws(ParameterError) {
        count += 1
        guard count <= ParameterLimits.count else {
            throw .malformed("There are more than \(most: ParameterLimits.count) parameters")
        }
    }

    private func decoded(
        _ bytes: Slice<UnsafeBufferPointer<UInt8>>,
        of name: String? = nil
    ) throws(ParameterError) -> String {
        let isPlain = bytes.allSatisfy { $0 != UInt8(ascii: "%") && $0 != UInt8(ascii: "+") && $0 != 0 }
        let text =
            isPlain
            ? String(validating: bytes, as: UTF8.self)
            : ParameterText.text(PercentEncoding.decode(Array(bytes)[...], plusIsSpace: true)[...])
        guard let text else {
            throw .malformed(
                name.map { "Parameter \(text: $0) is not valid UTF-8" } ?? "A parameter's name is not valid UTF-8",
                name: name
            )
        }
        return text
    }
}

/// Text from outside, made fit for both databases.
enum ParameterText {
    /// Nil for bytes that are no UTF-8. NUL is left out: PostgreSQL cannot store it.
    static func text(_ bytes: ArraySlice<UInt8>) -> String? {
        bytes.contains(0)
            ? String(validating: bytes.filter { $0 != 0 }, as: UTF8.self) : String(validating: bytes, as: UTF8.self)
    }
}
