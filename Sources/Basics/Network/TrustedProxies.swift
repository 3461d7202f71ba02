// Who asks, where a reverse proxy asks for others: its word counts only if it is one that the admin has named.

/// The addresses of reverse proxies whose `X-Forwarded-For` or `Forwarded` (RFC 7239) is believed.
public struct TrustedProxies: Sendable, Equatable {
    private let ranges: [AddressRange]

    /// - Parameter list: addresses and ranges, separated by commas; empty for none.
    /// - Returns: nil where an entry is no address.
    public init?(_ list: String) {
        var ranges: [AddressRange] = []
        for entry in list.split(separator: ",") {
            let entry = entry.trimmingSpaces
            guard !entry.isEmpty else { continue }
            guard let range = AddressRange(entry) else { return nil }
            ranges.append(range)
        }
        self.ranges = ranges
    }

    private init(ranges: [AddressRange]) { self.ranges = ranges }

    /// Nobody's word counts.
    public static let none = TrustedProxies(ranges: [])

    /// - Parameter peer: the address at the other end of the connection; nil for a Unix socket, which only programs of
    ///   this machine can open.
    public func contains(_ peer: IPAddress?) -> Bool {
        guard let peer else { return true }
        return ranges.contains { $0.contains(peer) }
    }

    /// The address of the client: the last one in the list of the proxies that is none of theirs, since each proxy adds
    /// at the end whom it has seen itself, and what stands before may be anybody's invention.
    ///
    /// A list that cannot be read counts as absent: the peer is the client. A Unix socket has no address; whoever comes from
    /// there for nobody counts as this machine, `127.0.0.1`, as where a proxy on this machine connects by TCP.
    ///
    /// - Parameters:
    ///   - forwardedFor: the values of `X-Forwarded-For`, in order. Where there are any, `Forwarded` is not looked at:
    ///     most proxies pass on one of the two as the client has sent it.
    ///   - forwarded: the values of `Forwarded`, in order.
    public func client(
        of peer: IPAddress?,
        forwardedFor: [String],
        forwarded: [String] = []
    ) -> ClientAddress? {
        let own = peer.map { ClientAddress($0) } ?? ClientAddress("127.0.0.1")
        guard contains(peer) else { return own }
        let names =
            forwardedFor.isEmpty
            ? forwarded.flatMap { ForwardedHeader.names($0) ?? [""] }
            : forwardedFor.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        var client = own
        for name in names.reversed() {
            guard let address = ForwardedHeader.address(name.trimmingSpaces) else { return own }
            client = ClientAddress(address)
            guard contains(address) else { break }
        }
        return client
    }
}

/// The parts of `Forwarded: for=192.0.2.60;proto=http, for="[2001:db8::1]:4711"` (RFC 7239 §4) that are of use here.
enum ForwardedHeader {
    /// The `for` of each element, without its quotes; nil where the header is malformed.
    static func names(_ header: String) -> [String]? {
        var names: [String] = []
        for element in split(header, at: UInt8(ascii: ",")) {
            var name = ""
            for pair in split(element, at: UInt8(ascii: ";")) {
                let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard sides.count == 2 else { return nil }
                guard sides[0].trimmingSpaces.lowercased() == "for" else { continue }
                name = String(sides[1].trimmingSpaces)
                if name.count > 1, name.hasPrefix("\""), name.hasSuffix("\"") {
                    name = String(name.dropFirst().dropLast())
                }
            }
            names.append(name)
        }
        return names
    }

    /// `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]:80`; nil for `unknown` and names that hide who it is
    /// (§6.3).
    static func address(_ name: some StringProtocol) -> IPAddress? {
        if let address = IPAddress(name) { return address }
        guard let colon = name.lastIndex(of: ":") else { return nil }
        let (host, port) = (name[..<colon], name[name.index(after: colon)...])
        guard host.hasSuffix("]") || !host.contains(":"), !port.isEmpty, port.utf8.allSatisfy(ASCII.isDigit) else {
            return nil
        }
        return IPAddress(host)
    }

    /// Splits outside of quotes.
    private static func split(_ text: String, at separator: UInt8) -> [String] {
        var (parts, part, isQuoted, isEscaped) = ([String](), [UInt8](), false, false)
        for byte in text.utf8 {
            if byte == separator, !isQuoted {
                parts.append(String(decoding: part, as: UTF8.self))
                part = []
                continue
            }
            if byte == UInt8(ascii: "\""), !isEscaped { isQuoted.toggle() }
            isEscaped = isQuoted && !isEscaped && byte == UInt8(ascii: "\\")
            part.append(byte)
        }
        return parts + [String(decoding: part, as: UTF8.self)]
    }
}

extension StringProtocol {
    fileprivate var trimmingSpaces: Substring {
        var text = Substring(self)
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
