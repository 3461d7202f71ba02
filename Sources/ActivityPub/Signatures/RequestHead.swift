// What of a request is signed: as the world sees it, not as a proxy passes it on.

internal import Basics

/// The head of a request with its public host and path.
public struct RequestHead: Sendable {
    /// In upper case.
    public var method: String
    /// Host, with the port where it is not the scheme's own: this server's public name, whatever the socket is bound to.
    public var authority: String
    public var isSecure: Bool
    /// Path and query as the client wrote them.
    public var target: String
    /// In the order in which they came; names in lower case.
    public var headers: [(name: String, value: String)]

    public init(
        method: String,
        authority: String,
        isSecure: Bool,
        target: String,
        headers: [(name: String, value: String)] = []
    ) {
        self.method = method
        self.authority = authority
        self.isSecure = isSecure
        self.target = target
        self.headers = headers.map { ($0.name.lowercased(), $0.value) }
    }

    /// To that address.
    public init(method: String, address: ObjectID, headers: [(name: String, value: String)] = []) {
        self.init(
            method: method,
            authority: address.origin.authority,
            isSecure: address.origin.isSecure,
            target: address.target,
            headers: headers
        )
    }

    func values(_ name: String) -> [String] { headers.filter { $0.name == name }.map(\.value) }

    /// The only value of a header; nil if there is none or more than one.
    func only(_ name: String) -> String? {
        let values = values(name)
        return values.count == 1 ? values.first : nil
    }

    /// All values of a header as one (RFC 9110 §5.3), without white space around each.
    func combined(_ name: String) -> String? {
        let values = values(name)
        return values.isEmpty ? nil : values.map { $0.trimmed() }.joined(separator: ", ")
    }

    var path: String { String(decoding: target.utf8.prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self) }

    /// With the question mark; `?` alone where there is none (RFC 9421 §2.2.7).
    var query: String {
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return "?" }
        return String(target[mark...])
    }
}

extension String {
    /// Without spaces and tabs around it.
    func trimmed() -> String {
        var rest = utf8[...]
        while let first = rest.first, first == 0x20 || first == 0x09 { rest = rest.dropFirst() }
        while let last = rest.last, last == 0x20 || last == 0x09 { rest = rest.dropLast() }
        return String(Substring(rest))
    }
}
