// What this server is called and where its things are: every address is made here.

internal import Basics
public import Domain

/// The name and addresses of this server, from its configuration.
public struct Site: Sendable, Equatable {
    /// Without a trailing slash: `https://chorus.example`.
    public let url: String
    /// What stands after the @ in the handles of people here, in lower case: `chorus.example`. It may differ from the host of
    /// `url` (`https://social.chorus.example`), and neither can change once others know people here.
    public let domain: String
    /// The host of `url` in lower case, with the port where it is not the scheme's own: `chorus.example`, `localhost:8080`.
    public let webDomain: String
    public var title: String
    public var summary: String
    public var contactEmail: String
    /// How strangers come in.
    public var registrations: RegistrationMode
    /// May strangers sign up?
    public var registrationsOpen: Bool { registrations != .closed }
    /// Who may let others in by a link.
    public var invites: InviteMode
    /// Years that somebody must be old to sign up; 0 where nobody is asked.
    public var minAge: Int
    /// Strangers see nothing of what is said here, only how to come in.
    public var isLimited: Bool
    /// Interface languages shown to apps, ISO 639-1.
    public var languages: [String]
    /// The server's own emoji.
    public let emojis = EmojiTable()
    /// Where files are read, without a trailing slash.
    public var mediaURL: String
    /// Makes addresses for copies of files of other servers; nil where there are none.
    public var remoteFiles: RemoteFileSigner?
    /// Pictures with the numbers of tags and calls can be drawn.
    public var drawsPictures = false

    /// Nil when `url` is not `http(s)://host[:port]`, or `handleDomain` is not `host[:port]`.
    ///
    /// - Parameter handleDomain: the host of `url` if nil.
    public init?(
        url: String,
        handleDomain: String? = nil,
        title: String = "Chorus",
        summary: String = "",
        contactEmail: String = "",
        registrations: RegistrationMode = .open,
        invites: InviteMode = .moderators,
        minAge: Int = 0,
        isLimited: Bool = false,
        languages: [String] = ["en"]
    ) {
        var url = url
        while url.hasSuffix("/") { url.removeLast() }
        let scheme = url.hasPrefix("https://") ? "https://" : "http://"
        guard url.hasPrefix(scheme) else { return nil }
        let host = url.dropFirst(scheme.count)
        let domain = handleDomain ?? String(host)
        guard [String(host), domain].allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Site.isHostByte) }) else {
            return nil
        }
        self.url = url
        self.domain = domain.lowercased()
        webDomain = host.lowercased()
        self.title = title
        self.summary = summary
        self.contactEmail = contactEmail
        self.registrations = registrations
        self.invites = invites
        self.minAge = minAge
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

    /// Whether handles with this domain, in lower case, are of people here: those who know a profile by its address write the
    /// host of that.
    public func isOwn(_ domain: some StringProtocol) -> Bool { domain == self.domain || domain == webDomain }

    /// Cookies are marked `Secure` only where they can travel safely.
    public var isSecure: Bool { url.hasPrefix("https://") }

    // Pages and ActivityPub ids of what is here.

    public func profileURL(_ username: String) -> String { "\(url)/@\(username)" }

    public func actorURI(_ username: String) -> String { "\(url)/users/\(username)" }

    /// The server itself, which asks other servers in its own name.
    public var instanceActorURI: String { "\(url)/actor" }

    /// The id of the RSA key of an actor of this server.
    public static func keyID(of actor: String) -> String { "\(actor)#main-key" }

    /// Whose id this is, if it is the id of an actor of this server.
    public func localUsername(of uri: String) -> String? {
        let start = "\(url)/users/"
        guard uri.hasPrefix(start) else { return nil }
        let name = uri.dropFirst(start.count)
        return name.isEmpty || name.contains("/") ? nil : String(name)
    }

    public func statusURL(_ id: Int64, by username: String) -> String { "\(url)/@\(username)/\(id)" }

    public func statusURI(_ id: Int64, by username: String) -> String { "\(url)/users/\(username)/statuses/\(id)" }

    /// The author's name and the id in an address that `statusURI` or `statusURL` has made; nil for all others.
    func local(statusURI uri: String) -> (username: String, id: Int64)? {
        guard uri.hasPrefix(url + "/") else { return nil }
        let parts = uri.dropFirst(url.count + 1).split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 4, parts[0] == "users", parts[2] == "statuses", let id = Int64(parts[3]) {
            return (String(parts[1]), id)
        }
        if parts.count == 2, parts[0].hasPrefix("@"), let id = Int64(parts[1]) {
            return (String(parts[0].dropFirst()), id)
        }
        return nil
    }

    /// - Parameter name: folded tag name, percent-encoded here.
    public func tagURL(_ tag: String) -> String { "\(url)/tags/\(PercentEncoding.encode(tag))" }

    /// The page of what one account has posted with a tag; of an account of another server the page of the tag here.
    public func tagURL(_ tag: String, of account: Account) -> String {
        account.isLocal ? "\(profileURL(account.username))/tagged/\(PercentEncoding.encode(tag))" : tagURL(tag)
    }

    /// The address of a stored file, or of a copy of one of another server.
    public func mediaURL(_ path: String, _ size: RemoteFileSize = .original) -> String {
        path.hasPrefix("https://") || path.hasPrefix("http://") ? proxyURL(path, size) : "\(mediaURL)/\(path)"
    }

    public func avatarURL(of account: Account) -> String {
        account.avatar.map { mediaURL($0.path, .avatar) } ?? defaultAvatarURL
    }

    /// The avatar at rest.
    public func stillAvatarURL(of account: Account) -> String {
        account.avatar.map { mediaURL($0.stillPath, .avatar) } ?? defaultAvatarURL
    }

    public func headerURL(of account: Account) -> String {
        account.header.map { mediaURL($0.path, .header) } ?? defaultHeaderURL
    }

    /// The header at rest.
    public func stillHeaderURL(of account: Account) -> String {
        account.header.map { mediaURL($0.stillPath, .header) } ?? defaultHeaderURL
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

    public func url(of account: Account) -> String { account.url ?? account.uri ?? profileURL(account.username) }

    public func uri(of account: Account) -> String { account.uri ?? actorURI(account.username) }

    public func url(of status: Status, by author: Account) -> String {
        status.isLocal ? statusURL(status.id, by: author.username) : status.url ?? uri(of: status, by: author)
    }

    public func uri(of status: Status, by author: Account) -> String {
        status.uri ?? statusURI(status.id, by: author.username)
    }

    public func url(of mention: Mention) -> String { mention.url ?? profileURL(mention.username) }
}
