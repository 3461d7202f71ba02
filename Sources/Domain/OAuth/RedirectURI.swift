// Where an app is sent back to: which addresses may be registered, and how an answer is added to one.

internal import Basics

/// The rules for redirect URIs of apps (RFC 6749, 3.1.2; RFC 8252, 7 for apps on a device).
public enum RedirectURI {
    /// "Show the code on a page": for apps that cannot be called back.
    public static let outOfBand = "urn:ietf:wg:oauth:2.0:oob"

    /// All redirect URIs of one app together, in bytes.
    public static let maximumBytes = 2000

    /// Schemes that a browser runs or shows as if they came from this server.
    private static let forbiddenSchemes: Set<String> = ["data", "javascript", "vbscript", "blob", "filesystem"]

    /// True for an absolute URI without a fragment, of any scheme that does not run in the browser; `http` and `https` need
    /// a host. Custom schemes (`tusky://oauth`, `app:/back`) are usual.
    public static func isValid(_ uri: String) -> Bool {
        let bytes = Array(uri.utf8)
        guard bytes.count <= maximumBytes, bytes.allSatisfy(isURIByte), !bytes.contains(UInt8(ascii: "#")),
            let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0, ASCII.isLetter(bytes[0]),
            bytes[..<colon].allSatisfy({ ASCII.isAlphanumeric($0) || "+-.".utf8.contains($0) })
        else { return false }
        let scheme = String(decoding: bytes[..<colon].map(ASCII.lowercased), as: UTF8.self)
        let rest = bytes[(colon + 1)...]
        // `localhost:3000/back` is a forgotten scheme.
        guard !rest.isEmpty, !forbiddenSchemes.contains(scheme), scheme != "localhost" else { return false }
        guard scheme == "http" || scheme == "https" else { return true }
        guard rest.starts(with: "//".utf8), let first = rest.dropFirst(2).first else { return false }
        return !"/?:@".utf8.contains(first)
    }

    /// The URI with parameters added to its query, their values percent-encoded; those that are nil are left out.
    public static func adding(_ parameters: [(name: String, value: String?)], to uri: String) -> String {
        let pairs = parameters.compactMap { parameter in
            parameter.value.map { "\(parameter.name)=\(PercentEncoding.encode($0))" }
        }
        guard !pairs.isEmpty else { return uri }
        let joint = !uri.utf8.contains(UInt8(ascii: "?")) ? "?" : uri.hasSuffix("?") || uri.hasSuffix("&") ? "" : "&"
        return uri + joint + pairs.joined(separator: "&")
    }

    /// The characters of RFC 3986 (section 2): none that could end a header line or an attribute.
    private static func isURIByte(_ byte: UInt8) -> Bool {
        ASCII.isWord(byte) || "-.~:/?#[]@!$&'()*+,;=%".utf8.contains(byte)
    }
}
