// What this server is called and where its things are: every address is made here.

internal import Basics
public import Domain

/// The name and addresses of this server, from its configuration.
public struct Site: Sendable, Equatable {
    /// Without a trailing slash: `https://chorus.example`.
    public let url: String
    /// Host, with the port where it is not the scheme's own: `chorus.example`, `localhost:8080`.
    public let domain: String
    public var title: String
    public var summary: String
    public var contactEmail: String
    /// May strangers sign up?
    public var registrationsOpen: Bool
    /// Strangers see nothing of what is said here, only how to come in.
    public var isLimited: Bool
    /// Interface languages shown to apps, ISO 639-1.
    public var languages: [String]
    /// The server's own emoji.
    public let emojis = EmojiTable()
    /// Where files are read, without a trailing slash.
    public var mediaURL: String
    /// Pictures with the numbers of tags and calls can be drawn.
    public var drawsPictures = false

    /// Nil when `url` is not `http(s)://host[:port]`.
    public init?(
        url: String,
        title: String = "Chorus",
        summary: String = "",
        contactEmail: String = "",
        registrationsOpen: Bool = true,
        isLimited: Bool = false,
        languages: [String] = ["en"]
    ) {
        var url = url
        while url.hasSuffix("/") { url.removeLast() }
        let scheme = url.hasPrefix("https://") ? "https://" : "http://"
        guard url.hasPrefix(scheme) else { return nil }
        let host = url.dropFirst(scheme.count)
        guard !host.isEmpty, host.utf8.allSatisfy({ Site.isHostByte($0) }) else { return nil }
        self.url = url
        domain = host.lowercased()
        self.title = title
        self.summary = summary
        self.contactEmail = contactEmail
        self.registrationsOpen = registrationsOpen
        self.isLimited = isLimited
        self.languages = languages
        mediaURL = url + "/media"
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: ".-:[]".utf8.contains(byte)
        }
    }

    /// Cookies are marked `Secure` only where they can travel safely.
    public var isSecure: Bool { url.hasPrefix("https://") }

    // Pages and ActivityPub ids of what is here.

    public func profileURL(_ username: String) -> String { "\(url)/@\(username)" }

    public func actorURI(_ username: String) -> String { "\(url)/users/\(username)" }

    public func statusURL(_ id: Int64, by username: String) -> String { "\(url)/@\(username)/\(id)" }

    public func statusURI(_ id: Int64, by username: String) -> String { "\(url)/users/\(username)/statuses/\(id)" }

    /// - Parameter name: folded tag name, percent-encoded here.
    public func tagURL(_ tag: String) -> String { "\(url)/tags/\(PercentEncoding.encode(tag))" }

    /// The page of what one account has posted with a tag; of an account of another server the page of the tag here.
    public func tagURL(_ tag: String, of account: Account) -> String {
        account.isLocal ? "\(profileURL(account.username))/tagged/\(PercentEncoding.encode(tag))" : tagURL(tag)
    }

    /// The address of a stored file; one of another server stays as it is.
    public func mediaURL(_ path: String) -> String {
        path.hasPrefix("https://") || path.hasPrefix("http://") ? path : "\(mediaURL)/\(path)"
    }

    public func avatarURL(of account: Account) -> String {
        account.avatar.map { mediaURL($0.path) } ?? defaultAvatarURL
    }

    /// The avatar at rest.
    public func stillAvatarURL(of account: Account) -> String {
        account.avatar.map { mediaURL($0.stillPath) } ?? defaultAvatarURL
    }

    public func headerURL(of account: Account) -> String {
        account.header.map { mediaURL($0.path) } ?? defaultHeaderURL
    }

    /// The header at rest.
    public func stillHeaderURL(of account: Account) -> String {
        account.header.map { mediaURL($0.stillPath) } ?? defaultHeaderURL
    }

    public func callURL(_ id: Int64) -> String { "\(url)/calls/\(id)" }

    /// The picture of an emoji, or the one that does not move.
    public func emojiURL(_ emoji: CustomEmoji, still: Bool = false) -> String {
        "\(url)/emojis/\(still && emoji.hasStill ? "still" : "image")/\(emoji.id)"
    }

    /// Where streams are found: the same host, by the scheme of WebSocket.
    public var streamingURL: String { "ws" + url.dropFirst("http".count) }

    public var defaultAvatarURL: String { "\(url)/assets/avatar.png" }

    public var defaultHeaderURL: String { "\(url)/assets/header.png" }

    public func url(of account: Account) -> String { account.url ?? profileURL(account.username) }

    public func uri(of account: Account) -> String { account.uri ?? actorURI(account.username) }

    public func url(of mention: Mention) -> String { mention.url ?? profileURL(mention.username) }
}
