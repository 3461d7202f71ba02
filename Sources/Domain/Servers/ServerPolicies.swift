// What the decisions about domains mean for a host: those about the domains above it count too.

/// What holds for one host.
public struct ServerPolicy: Sendable, Equatable {
    public var isSuspended = false
    public var isSilenced = false
    public var rejectsMedia = false
    public var rejectsReports = false

    public init() {}
}

/// All decisions of this server, for lookups by host.
public struct ServerPolicies: Sendable {
    private let blocks: [String: ServerBlock]
    /// nil where everybody may speak who is not suspended.
    private let allowed: Set<String>?

    /// - Parameter allowed: the only domains that may speak with this server; nil for all.
    public init(_ blocks: [ServerBlock] = [], allowed: [String]? = nil) {
        self.blocks = Dictionary(blocks.map { ($0.domain, $0) }, uniquingKeysWith: { $1 })
        self.allowed = allowed.map(Set.init)
    }

    /// - Parameter host: as `HostName.canonical` writes it; empty for this server, about which nothing is decided.
    public func policy(of host: String) -> ServerPolicy {
        var policy = ServerPolicy()
        guard !host.isEmpty else { return policy }
        var isAllowed = allowed == nil
        for domain in ServerPolicies.domains(of: host) {
            if allowed?.contains(domain) == true { isAllowed = true }
            guard let block = blocks[domain] else { continue }
            policy.isSuspended = policy.isSuspended || block.severity == .suspend
            policy.isSilenced = policy.isSilenced || block.severity == .silence
            policy.rejectsMedia = policy.rejectsMedia || block.rejectsMedia
            policy.rejectsReports = policy.rejectsReports || block.rejectsReports
        }
        if !isAllowed { policy.isSuspended = true }
        return policy
    }

    /// The host and the domains above it: `a.b.example`, `b.example`, `example`. A port is left out.
    private static func domains(of host: String) -> [String] {
        let name = host.hasPrefix("[") ? host[...] : host.prefix { $0 != ":" }
        var (found, rest) = ([String](), name)
        while found.count < 128 {
            found.append(String(rest))
            guard let dot = rest.firstIndex(of: ".") else { break }
            rest = rest[rest.index(after: dot)...]
        }
        return found
    }
}
