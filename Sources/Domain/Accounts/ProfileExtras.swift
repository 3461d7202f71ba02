// What a profile holds beside the account itself: read only by its owner and for its page.

public struct ProfileExtras: Sendable, Equatable {
    /// The most domains that may name the account as the author of their articles.
    public static let domains = 100

    /// Sites that may name the account as the author of their articles.
    public var attributionDomains: [String]
    /// Which tabs a profile shows in apps; the pages of this server have none of these.
    public var showsMedia: Bool
    public var showsMediaReplies: Bool
    public var showsFeatured: Bool

    public init(
        attributionDomains: [String] = [],
        showsMedia: Bool = true,
        showsMediaReplies: Bool = true,
        showsFeatured: Bool = true
    ) {
        self.attributionDomains = attributionDomains
        self.showsMedia = showsMedia
        self.showsMediaReplies = showsMediaReplies
        self.showsFeatured = showsFeatured
    }

    /// Whether a site may name the account as an author: a domain stands for all beneath it too.
    public func isAttributed(by host: String) -> Bool {
        let host = host.lowercased()
        return attributionDomains.contains { host == $0 || host.hasSuffix("." + $0) }
    }
}

/// Changes of these; what is nil stays.
public struct ProfileExtraChanges: Sendable, Equatable {
    public var attributionDomains: [String]?
    public var showsMedia: Bool?
    public var showsMediaReplies: Bool?
    public var showsFeatured: Bool?

    public init(
        attributionDomains: [String]? = nil,
        showsMedia: Bool? = nil,
        showsMediaReplies: Bool? = nil,
        showsFeatured: Bool? = nil
    ) {
        self.attributionDomains = attributionDomains
        self.showsMedia = showsMedia
        self.showsMediaReplies = showsMediaReplies
        self.showsFeatured = showsFeatured
    }

    public var isEmpty: Bool { self == ProfileExtraChanges() }

    public func applied(to extras: ProfileExtras) -> ProfileExtras {
        ProfileExtras(
            attributionDomains: attributionDomains ?? extras.attributionDomains,
            showsMedia: showsMedia ?? extras.showsMedia,
            showsMediaReplies: showsMediaReplies ?? extras.showsMediaReplies,
            showsFeatured: showsFeatured ?? extras.showsFeatured
        )
    }

    /// The changes in the form in which they are stored: domains in lower case, each once, without what people write
    /// around them. Nil where one is no domain, or they are too many.
    public var checked: ProfileExtraChanges? {
        guard let attributionDomains else { return self }
        var found: [String] = []
        for written in attributionDomains {
            var text = Substring(ProfileLine.line(written))
            for prefix in ["https://", "http://", "*."] where text.hasPrefix(prefix) { text.removeFirst(prefix.count) }
            while text.last == "/" { text.removeLast() }
            guard !text.isEmpty else { continue }
            guard !text.contains("@"), let domain = AcctAddress.parse("somebody@\(text)")?.domain else { return nil }
            if !found.contains(domain) { found.append(domain) }
        }
        guard found.count <= ProfileExtras.domains else { return nil }
        var changes = self
        changes.attributionDomains = found
        return changes
    }
}
