// Where an address belongs to: scheme, host and port. What one origin says is no word about another (FEP-fe34).

/// The origin of an address (RFC 6454), host in canonical form.
public struct WebOrigin: Hashable, Sendable, CustomStringConvertible {
    public var isSecure: Bool
    public var host: String
    /// The scheme's own where none is written.
    public var port: Int

    public init(isSecure: Bool, host: String, port: Int) {
        self.isSecure = isSecure
        self.host = host
        self.port = port
    }

    public var scheme: String { isSecure ? "https" : "http" }

    /// Host, with the port where it is not the scheme's own: what `Host` says.
    public var authority: String { port == (isSecure ? 443 : 80) ? host : "\(host):\(port)" }

    public var description: String { "\(scheme)://\(authority)" }
}
