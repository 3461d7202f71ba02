// The id of an actor, object or activity: an address of the web, whose origin alone may speak for it.

internal import Basics

/// An absolute http or https address, compared byte by byte except for the spelling of its host.
public struct ObjectID: Hashable, Sendable, CustomStringConvertible {
    /// With scheme and host in canonical form; path, query and fragment as they came.
    public let text: String
    public let origin: WebOrigin
    /// Where the path begins in the UTF-8 of `text`.
    private let pathStart: Int

    /// Longer ones are refused.
    public static let longest = 2048

    /// Nil for all that is no address with a host, for addresses with a name or password in them, and for those with
    /// spaces or control characters.
    public init?(_ text: String) {
        var text = text
        guard let (origin, head, end) = text.withUTF8(ObjectID.origin) else { return nil }
        // As nearly all are written, it is its canonical form already.
        let isCanonical = text.utf8.prefix(end).elementsEqual(head.utf8)
        self.text = isCanonical ? text : head + Substring(text.utf8.dropFirst(end))
        self.origin = origin
        pathStart = head.utf8.count
    }

    /// The origin of an address, its canonical form, and where it ends.
    private static func origin(_ bytes: UnsafeBufferPointer<UInt8>) -> (WebOrigin, head: String, end: Int)? {
        guard bytes.count <= ObjectID.longest, bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != 0x5C }) else {
            return nil
        }
        func begins(with scheme: StaticString) -> Bool {
            let length = scheme.utf8CodeUnitCount
            return bytes.count >= length
                && (0..<length).allSatisfy { ASCII.lowercased(bytes[$0]) == scheme.utf8Start[$0] }
        }
        let isSecure = begins(with: "https://")
        guard isSecure || begins(with: "http://") else { return nil }
        let start = isSecure ? 8 : 7
        let end =
            bytes[start...].firstIndex {
                $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#")
            } ?? bytes.count
        guard let origin = ObjectID.origin(bytes[start..<end], isSecure: isSecure) else { return nil }
        return (origin, origin.description, end)
    }

    private static func origin(_ authority: Slice<UnsafeBufferPointer<UInt8>>, isSecure: Bool) -> WebOrigin? {
        guard !authority.contains(UInt8(ascii: "@")), !authority.contains(UInt8(ascii: "%")) else { return nil }
        var (name, port) = (authority, isSecure ? 443 : 80)
        let bracket = authority.lastIndex(of: UInt8(ascii: "]")) ?? authority.startIndex
        if let colon = authority[bracket...].lastIndex(of: UInt8(ascii: ":")) {
            name = authority[..<colon]
            let digits = authority[(colon + 1)...]
            if !digits.isEmpty {
                guard digits.count <= 5, digits.allSatisfy(ASCII.isDigit),
                    let number = Int(String(decoding: digits, as: UTF8.self)), (1...65_535).contains(number)
                else { return nil }
                port = number
            }
        }
        guard let host = HostName.canonical(String(decoding: name, as: UTF8.self)) else { return nil }
        return WebOrigin(isSecure: isSecure, host: host, port: port)
    }

    public static func == (a: ObjectID, b: ObjectID) -> Bool { a.text == b.text }

    public func hash(into hasher: inout Hasher) { hasher.combine(text) }

    public var description: String { text }

    public var host: String { origin.host }

    /// Path and query as they stand in a request: at least `/`, without the fragment.
    public var target: String {
        let rest = String(decoding: Array(text.utf8)[pathStart...].prefix { $0 != UInt8(ascii: "#") }, as: UTF8.self)
        return rest.hasPrefix("/") ? rest : "/" + rest
    }

    /// The same without what follows `#`: the document that one fetches.
    public var document: ObjectID {
        guard let place = text.utf8.firstIndex(of: UInt8(ascii: "#")) else { return self }
        return ObjectID(String(text[..<place])) ?? self
    }

    /// Is it the address of a part of that document (`…/alice#main-key` of `…/alice`)?
    public func isFragment(of other: ObjectID) -> Bool {
        self != other && document == other.document && self != document
    }
}
