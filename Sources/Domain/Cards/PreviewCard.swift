// What an address leads to, in a few words: the card under a status.

public import Basics

/// A card as stored. All texts are plain and come from outside.
public struct PreviewCard: Sendable, Equatable {
    public enum Kind: Int64, Sendable {
        case link = 0
        case photo = 1
        case video = 2

        public var name: String {
            switch self {
            case .link: "link"
            case .photo: "photo"
            case .video: "video"
            }
        }
    }

    public var id: Int64
    public var url: String
    /// When it was last looked at; nil for never.
    public var fetchedAt: Timestamp?
    /// Whether there is something to show.
    public var isShown: Bool
    public var content: CardContent
    /// What is kept here of the page's picture; nil where it has none that can be shown.
    public var image: CardImage?
    /// Who wrote the page: an account that it names, and that names the page's site in turn.
    public var authorID: Int64?

    public init(
        id: Int64,
        url: String,
        fetchedAt: Timestamp?,
        isShown: Bool,
        content: CardContent,
        image: CardImage? = nil,
        authorID: Int64? = nil
    ) {
        self.id = id
        self.url = url
        self.fetchedAt = fetchedAt
        self.isShown = isShown
        self.content = content
        self.image = image
        self.authorID = authorID
    }

    /// Whether it is to be looked at again: after two weeks, after an hour where nothing was found.
    public func isStale(at now: Timestamp) -> Bool {
        guard let fetchedAt else { return true }
        return fetchedAt + .seconds(isShown ? 14 * 86_400 : 3600) <= now
    }
}

/// The small picture of a card, as stored.
public struct CardImage: Sendable, Equatable {
    /// Within the store; `Site` makes an address of it.
    public var path: String
    public var size: PixelSize
    public var blurhash: String

    public init(path: String, size: PixelSize, blurhash: String) {
        self.path = path
        self.size = size
        self.blurhash = blurhash
    }
}

/// What a page says of itself.
public struct CardContent: Sendable, Equatable {
    public var title = ""
    public var description = ""
    public var kind = PreviewCard.Kind.link
    public var authorName = ""
    public var authorURL = ""
    public var providerName = ""
    public var providerURL = ""
    /// Of the page's picture, as it stands there; http or https.
    public var imageURL: String?
    public var imageDescription = ""
    public var language: String?
    public var publishedAt: Timestamp?

    public init() {}
}

/// An address as cards know it: what differs only in its spelling is one.
public enum CardAddress {
    /// Scheme and host in lower case, no fragment, no port that goes without saying. Nil for what no card is made of:
    /// other schemes, and addresses of `site` itself.
    public static func normalise(_ url: String, site: String) -> String? {
        guard url.utf8.count <= 2048, let separator = url.firstRange(of: "://") else { return nil }
        let scheme = url[..<separator.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        let rest = url[separator.upperBound...]
        let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        var host = rest[..<end].lowercased()
        guard !host.isEmpty, !host.contains("@") else { return nil }
        let standard = scheme == "http" ? ":80" : ":443"
        if host.hasSuffix(standard) { host.removeLast(standard.count) }
        let here = site.lowercased()
        guard "\(scheme)://\(host)" != here, host != here.split(separator: "/").last.map(String.init) else {
            return nil
        }
        var tail = rest[end...].prefix { $0 != "#" }
        if tail.isEmpty { tail = "/" }
        return "\(scheme)://\(host)\(tail)"
    }

    /// The host of a normalised address, without its port.
    public static func host(of url: String) -> String {
        let rest = url.drop { $0 != "/" }.drop { $0 == "/" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        if authority.hasPrefix("[") { return String(authority.prefix { $0 != "]" }) + "]" }
        return String(authority.prefix { $0 != ":" })
    }
}
