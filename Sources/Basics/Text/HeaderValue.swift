// The value of `Content-Type` and `Content-Disposition`: a name and parameters after semicolons.

/// `multipart/form-data; boundary="x"` in its parts (RFC 9110, sections 5.6.6 and 8.3).
public struct HeaderValue: Sendable, Equatable {
    /// In lower case.
    public var name: String
    /// Names in lower case. Of two with one name the first counts.
    public var parameters: [String: String] = [:]

    public init(_ text: String) {
        var rest = Array(text.utf8)[...]
        let end = rest.firstIndex(of: UInt8(ascii: ";")) ?? rest.endIndex
        name = HeaderValue.folded(rest[..<end])
        rest = rest[end...]
        while rest.popFirst() != nil {
            guard let equals = rest.firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ";") }) else {
                break
            }
            let key = HeaderValue.folded(rest[..<equals])
            rest = rest[equals...]
            guard rest.first == UInt8(ascii: "=") else { continue }
            rest = rest.dropFirst().drop { $0 == 0x20 || $0 == 0x09 }
            let value = rest.first == UInt8(ascii: "\"") ? HeaderValue.quoted(&rest) : HeaderValue.token(&rest)
            if parameters[key] == nil { parameters[key] = value }
            rest = rest[(rest.firstIndex(of: UInt8(ascii: ";")) ?? rest.endIndex)...]
        }
    }

    /// Without white space around it, in lower case.
    private static func folded(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: trimmed(bytes).map(ASCII.lowercased), as: UTF8.self)
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes.drop { $0 == 0x20 || $0 == 0x09 }
        while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
        return bytes
    }

    private static func token(_ rest: inout ArraySlice<UInt8>) -> String {
        let end = rest.firstIndex(of: UInt8(ascii: ";")) ?? rest.endIndex
        defer { rest = rest[end...] }
        return String(decoding: trimmed(rest[..<end]), as: UTF8.self)
    }

    /// A quoted string. A backslash escapes quote and backslash only: file names of Windows have others.
    private static func quoted(_ rest: inout ArraySlice<UInt8>) -> String {
        var out: [UInt8] = []
        rest.removeFirst()
        while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
            if byte == UInt8(ascii: "\\"), let next = rest.first,
                next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\")
            {
                out.append(next)
                rest.removeFirst()
            } else {
                out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
