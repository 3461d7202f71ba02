// The header of one part of a `multipart/form-data` body (RFC 7578).

/// What the header of a part says.
public struct PartHead: Sendable, Equatable {
    public var name: String
    /// Nil for a part that is not a file.
    public var filename: String?
    public var contentType: String

    /// Nil where the part has no name.
    public init?(_ header: String) {
        var disposition: HeaderValue?
        var type: String?
        for line in header.split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = String(line[line.index(after: colon)...])
            switch line[..<colon].lowercased() {
            case "content-disposition": disposition = HeaderValue(value)
            case "content-type": type = HeaderValue(value).name
            default: break
            }
        }
        guard let disposition, disposition.name == "form-data", let name = disposition.parameters["name"] else {
            return nil
        }
        self.name = PartHead.unescaped(name).withoutNUL
        filename = disposition.parameters["filename"].map { PartHead.unescaped($0).withoutNUL }
        contentType = type ?? "application/octet-stream"
    }

    /// The three characters that browsers escape in names (HTML standard, "multipart/form-data encoding algorithm").
    private static func unescaped(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
        var out: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.first {
            let escapes: [(StaticString, UInt8)] = [("%22", 0x22), ("%0D", 0x0D), ("%0A", 0x0A)]
            let found = escapes.first { escape in escape.0.withUTF8Buffer { rest.starts(with: $0) } }
            out.append(found?.1 ?? byte)
            rest = rest.dropFirst(found == nil ? 1 : 3)
        }
        return String(decoding: out, as: UTF8.self)
    }
}
