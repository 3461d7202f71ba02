// Which hosts count as one: whoever has a domain has as many names under it as they like, and a network many addresses.

/// The domain that a host belongs to, or the network of an address, as far as their text tells.
public enum HostGroup {
    /// `example.org` of `a.b.example.org`, `example.co.uk` of `a.example.co.uk`, `192.0.2.0/24` of `192.0.2.7`. Another
    /// text for every other group.
    ///
    /// No list of all public suffixes is behind this (https://publicsuffix.org): people with names under a host of pages
    /// count as one. That may make them wait for each other, and costs nothing else.
    ///
    /// - Parameter host: in lower case, without a port.
    public static func name(of host: String) -> String {
        if let address = IPAddress(host) {
            return address.isIPv6
                ? "\(String(address.high >> 16, radix: 16))/48"
                : "\(address.low >> 24).\(address.low >> 16 & 255).\(address.low >> 8 & 255).0/24"
        }
        let labels = host.split(separator: ".")
        guard let last = labels.last else { return host }
        // Other spellings of an IPv4 address, as 3221226015 or 0xc0000207 (https://url.spec.whatwg.org/#ends-in-a-number-checker).
        if last.utf8.first.map({ ASCII.isDigit($0) }) == true { return "number" }
        let isShared = labels.count > 2 && last.utf8.count == 2 && shared.contains(labels[labels.count - 2])
        return labels.suffix(isShared ? 3 : 2).joined(separator: ".")
    }

    /// What registries of countries call the halves of their names.
    private static let shared: Set<Substring> = [
        "ac", "co", "com", "edu", "go", "gob", "gov", "gv", "info", "ltd", "me", "mil", "ne", "net", "nom", "or", "org",
        "plc", "sch",
    ]
}
