// What of this server an address names: the inverse of the addresses that `Site` makes.

public enum LocalAddress: Sendable, Equatable {
    case account(String)
    case status(Int64)

    /// Nil for addresses of other servers and of anything else.
    public init?(_ url: String, _ site: Site) {
        guard url.hasPrefix(site.url + "/") else { return nil }
        let path = url.dropFirst(site.url.count + 1).prefix { $0 != "?" && $0 != "#" }
        let parts = path.split(separator: "/")
        let isPage = parts.first?.hasPrefix("@") == true
        switch (parts.count, isPage, parts.first) {
        case (1, true, _): self = .account(String(parts[0].dropFirst()))
        case (2, false, "users"): self = .account(String(parts[1]))
        case (2, true, _):
            guard let id = Int64(parts[1]) else { return nil }
            self = .status(id)
        case (4, false, "users"):
            guard parts[2] == "statuses", let id = Int64(parts[3]) else { return nil }
            self = .status(id)
        default: return nil
        }
    }
}
