// Every setting of Chorus: its name on the command line, in the environment and in the file, its default, and a line of help.

public import Basics
public import Domain
public import Foundation
public import Logging
public import Mail
public import Media
public import Outbound
internal import Services

/// What the command line said; nil where it said nothing. Flags win over environment variables over the file.
public struct Flags: Sendable {
    public var values: [String: String]
    /// A YAML file of `name: value` lines.
    public var file: String?

    public init(_ values: [String: String?] = [:], file: String? = nil) {
        self.values = values.compactMapValues { $0 }
        self.file = file
    }
}

/// The settings in force.
public struct Settings: Sendable, Equatable {
    public var dataDirectory: String
    public var bind: ListenAddress
    /// Where http is answered by the way to https; nil for nowhere.
    public var redirect: ListenAddress?
    /// Where certificate authorities' challenges are answered from; nil for no such folder.
    public var acmeFolder: String?
    /// The address under which people reach the server.
    public var url: String
    /// Nil where it is the host of `url`.
    public var handleDomain: String?
    /// `postgres://…`; nil for the SQLite file in the data directory.
    public var database: String?
    public var title: String
    public var summary: String
    public var contactEmail: String
    public var registrations: RegistrationMode
    public var invites: InviteMode
    /// Years; 0 where nobody is asked.
    public var minAge: Int
    public var isLimited: Bool
    public var rateLimits: Bool
    /// Seconds between two looks whether a listener is still there.
    public var streamPing: Int
    /// For tests: apps may be told at http and private addresses.
    public var pushesToPrivateAddresses: Bool
    public var logLevel: Logger.Level
    /// Where figures for monitoring are served; nil for nowhere.
    public var metrics: MetricsAddress?
    /// Nil where a proxy serves https.
    public var tls: CertificateFiles?
    /// Whose word counts when they say for whom they ask.
    public var trustedProxies: TrustedProxies
    /// For tests: how long connections are waited for, in percent of what is usual.
    public var connectionDeadlines: Int
    public var node: Int
    /// Whether links get previews, and whether they may lead to addresses that are not public.
    public var linkPreviews: LinkPreviews
    public var translator: TranslatorKind
    /// Of the translation service; nil for its own.
    public var translatorURL: String?
    public var translatorKey: String
    /// Where files are kept; nil for the data folder.
    public var mediaBucket: BucketSettings?
    /// Where files are read; nil for the bucket's own address, or this server's.
    public var mediaURL: String?
    /// Most bytes of copies of files of other servers.
    public var mediaCache: Int
    /// Who takes this server's letters; nil for no mail.
    public var mailServer: MailServer?
    /// With which other servers this one speaks.
    public var federation: FederationMode
    /// Which addresses may be connected to for what strangers named.
    public var outboundPolicy: AddressPolicy
    /// A file of certificates to believe beside the system's; nil for none.
    public var outboundAuthorities: String?
    /// What becomes of posts with private information in them: `warn`, `hold` or `off`.
    public var guardMode: String
    /// Phone numbers and addresses that anybody may post.
    public var guardAllowed: [String]
    /// Backups that the server makes by itself; nil for none.
    public var backups: BackupSettings?
    /// What it clears away by itself.
    public var prune: PruneSettings
    /// Whether the database is copied before it is migrated; only a flag of `chorus migrate` says no.
    public var copiesBeforeMigration = true
    /// These settings as a file, without secrets.
    let file: String

    /// One setting, as `--help` lists it; `CHORUS_DATA_DIR` in the environment for `data-dir`.
    public struct Entry: Sendable {
        public let name: String
        public let standard: String
        public let help: String
    }

    private static let metricsStandard = "127.0.0.1:9464"

    public static let entries: [Entry] = [
        Entry(name: "data-dir", standard: "data", help: "Folder that holds everything Chorus keeps."),
        Entry(
            name: "bind",
            standard: "127.0.0.1:8080",
            help: "Address and port to listen on, or unix:/path/of.sock for a proxy on the same machine."
        ),
        Entry(
            name: "socket-mode",
            standard: "660",
            help: "Who may connect at the socket of bind, as for chmod: 660 is for its owner and group, 666 for all."
        ),
        Entry(name: "url", standard: "http://localhost:8080", help: "Address under which people reach this server."),
        Entry(
            name: "handle-domain",
            standard: "",
            help: "What stands after the @ in people's handles, where it is not the host of url. Never change it later."
        ),
        Entry(
            name: "database",
            standard: "",
            help: "postgres://user@host/name; without it, an SQLite file in the data folder."
        ),
        Entry(name: "title", standard: "Chorus", help: "Name of this server, as apps and pages show it."),
        Entry(name: "summary", standard: "", help: "A sentence on what this server is for."),
        Entry(name: "contact-email", standard: "", help: "Where people can write to the admin."),
        Entry(
            name: "registrations",
            standard: "open",
            help: """
                open, approval or closed: may strangers sign up? With approval they say why, and a moderator lets them in.
                """
        ),
        Entry(
            name: "invites",
            standard: "moderators",
            help: """
                moderators, members or nobody: who may let others in by a link, also where registrations are closed.
                """
        ),
        Entry(
            name: "min-age",
            standard: "0",
            help: """
                Years that somebody must be old to sign up, up to 99; their date of birth is asked and not kept. 0 asks nobody.
                """
        ),
        Entry(
            name: "limited-mode",
            standard: "off",
            help: "on or off; on shows strangers nothing but how to sign in and up."
        ),
        Entry(name: "rate-limits", standard: "on", help: "on or off; off only for benchmarks and tests."),
        Entry(
            name: "stream-ping",
            standard: "30",
            help: "1 to 3600 seconds: open streams get a sign of life so often, so that proxies keep them."
        ),
        Entry(
            name: "link-previews",
            standard: "on",
            help: "on or off: look at links for their previews. `private` looks at private addresses too, for tests."
        ),
        Entry(
            name: "translator",
            standard: "off",
            help: "off, libretranslate, deepl or apertium: who translates posts."
        ),
        Entry(name: "translator-url", standard: "", help: "Address of the translation service."),
        Entry(name: "translator-key", standard: "", help: "Key for the translation service."),
        Entry(
            name: "push-private-addresses",
            standard: "off",
            help: "on or off; on lets apps be told at http and private addresses, for tests only."
        ),
        Entry(
            name: "metrics-bind",
            standard: metricsStandard,
            help: "Address and port of /metrics, which anybody who reaches it may read; off for none."
        ),
        Entry(
            name: "tls-certificate",
            standard: "",
            help: """
                File of the certificate and those above it (PEM), to serve https without a proxy; read again when it changes.
                """
        ),
        Entry(name: "tls-key", standard: "", help: "File of the certificate's private key (PEM)."),
        Entry(
            name: "redirect-bind",
            standard: "",
            help: "Address and port, as 0.0.0.0:80, where http is led to https at url; for a server with a certificate."
        ),
        Entry(
            name: "acme-folder",
            standard: "",
            help: "Folder whose .well-known/acme-challenge is shown at redirect-bind: certbot's --webroot-path."
        ),
        Entry(
            name: "trusted-proxies",
            standard: "127.0.0.0/8,::1",
            help: """
                Addresses and ranges, as 10.0.0.0/8, of reverse proxies whose X-Forwarded-For or Forwarded says who asks; \
                with commas between them.
                """
        ),
        Entry(
            name: "connection-deadlines",
            standard: "100",
            help: "1 to 100: how long slow connections are waited for, in percent of what is usual; for tests."
        ),
        Entry(name: "log-level", standard: "info", help: "trace, debug, info, notice, warning, error or critical."),
        Entry(
            name: "media-bucket",
            standard: "",
            help: """
                https://host/bucket of an S3-compatible service, with CHORUS_MEDIA_KEY_ID and CHORUS_MEDIA_SECRET; without \
                it, files are in the data folder.
                """
        ),
        Entry(name: "media-region", standard: "us-east-1", help: "Region of the bucket."),
        Entry(name: "media-key-id", standard: "", help: "Name of the key that may write to the bucket."),
        Entry(name: "media-secret", standard: "", help: "The key itself: by the environment or the file only."),
        Entry(name: "media-url", standard: "", help: "Where the files of the bucket are read, if not at the bucket."),
        Entry(
            name: "media-cache",
            standard: "20GB",
            help: "Room for small copies of files of other servers, as 500MB or 20GB; what nobody looked at goes first."
        ),
        Entry(name: "smtp-host", standard: "", help: "The mail server; without it no mail is sent."),
        Entry(name: "smtp-port", standard: "", help: "Its port, if not 587 (starttls), 465 (tls) or 25 (none)."),
        Entry(
            name: "smtp-tls",
            standard: "starttls",
            help: "starttls, tls, or none for a mail server on this machine."
        ),
        Entry(name: "smtp-user", standard: "", help: "Name to sign in with at the mail server, if it wants one."),
        Entry(name: "smtp-password", standard: "", help: "Its password: by the environment or the file only."),
        Entry(name: "smtp-from", standard: "", help: "Address that e-mail comes from."),
        Entry(name: "smtp-ca-file", standard: "", help: "File of certificates (PEM) to believe beside the system's."),
        Entry(
            name: "federation",
            standard: "on",
            help: "on, off or allowlist: speak with all other servers, with none, or with those that are allowed."
        ),
        Entry(
            name: "outbound-private",
            standard: "",
            help: """
                Ranges of private addresses, as 127.0.0.0/8, with commas between them, where other servers, pages and push \
                services may be; for tests and closed networks.
                """
        ),
        Entry(
            name: "outbound-ca",
            standard: "",
            help: "File of certificates (PEM) to believe beside the system's when asking other servers."
        ),
        Entry(
            name: "guard",
            standard: "warn",
            help: """
                warn, hold or off: posts with private phone numbers, addresses, bank or identity numbers are asked about, held \
                for a moderator, or let through.
                """
        ),
        Entry(
            name: "guard-allow",
            standard: "",
            help:
                "Phone numbers (with their country's code) and addresses that anybody may post; with commas between them."
        ),
        Entry(
            name: "backup-dir",
            standard: "",
            help: "Folder for backups that the server makes by itself; without it, it makes none."
        ),
        Entry(name: "backup-every", standard: "24h", help: "How often, as 30m, 24h or 7d."),
        Entry(name: "backup-keep", standard: "7", help: "How many of them are kept."),
        Entry(
            name: "prune-every",
            standard: "24h",
            help:
                "How often the server clears away what nobody needs (`chorus prune --help`), as 24h or 7d; off for never."
        ),
        Entry(
            name: "prune-posts",
            standard: "off",
            help: "Age from which posts of other servers go that nobody here has touched, as 90d; off keeps them."
        ),
        Entry(
            name: "prune-notifications",
            standard: "off",
            help: "Age from which notifications go, as 180d; off keeps them."
        ),
        Entry(name: "node", standard: "0", help: "0 to 15, a different one for each node on one database."),
    ]

    /// Puts the settings together. Throws `SettingsError` with one sentence that says what is wrong and where.
    public static func resolve(
        _ flags: Flags,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws -> Settings {
        let sources = try await SettingSources(flags, environment: environment)
        do {
            return try Settings(sources.values)
        } catch let error as SettingsError {
            // Sentences about a setting begin with its name.
            guard let place = sources.places[String(error.description.prefix { $0 != " " })] else { throw error }
            throw SettingsError("\(place): \(error.description)")
        }
    }

    /// Whether this server speaks with others: at an address without TLS nobody can ask back, but in closed networks and tests,
    /// which name their ranges.
    var federates: Bool {
        federation != .off && (url.hasPrefix("https://") || outboundPolicy != AddressPolicy())
    }

    /// The same, logging warnings at the most.
    public var quietly: Settings {
        var settings = self
        settings.logLevel = max(logLevel, .warning)
        return settings
    }

    init(_ values: [String: String]) throws {
        func value(_ name: String) -> String { values[name] ?? "" }
        guard !value("data-dir").isEmpty else { throw SettingsError("data-dir is empty: name a folder.") }
        dataDirectory = Settings.absolute(value("data-dir"))
        bind = try Settings.bind(value)
        url = value("url")
        guard Site(url: url) != nil else {
            throw SettingsError("url is \"\(url)\": it must be like https://chorus.example, without a path.")
        }
        handleDomain = value("handle-domain").isEmpty ? nil : value("handle-domain")
        guard Site(url: url, handleDomain: handleDomain) != nil else {
            throw SettingsError(
                "handle-domain is \"\(value("handle-domain"))\": it must be a host like chorus.example, without a scheme."
            )
        }
        database = value("database").isEmpty ? nil : value("database")
        if let database, !database.hasPrefix("postgres://"), !database.hasPrefix("postgresql://") {
            throw SettingsError("database must be an address that begins with postgres://.")
        }
        title = value("title")
        summary = value("summary")
        contactEmail = value("contact-email")
        registrations = try Settings.registrations(value("registrations"))
        guard let invites = InviteMode(rawValue: value("invites").lowercased()) else {
            throw SettingsError("invites is \"\(value("invites"))\": it must be moderators, members or nobody.")
        }
        self.invites = invites
        guard let age = Int(value("min-age")), (0...99).contains(age) else {
            throw SettingsError("min-age is \"\(value("min-age"))\": it must be a number of years from 0 to 99.")
        }
        minAge = age
        isLimited = try Settings.choice("limited-mode", value("limited-mode"), yes: "on", no: "off")
        rateLimits = try Settings.choice("rate-limits", value("rate-limits"), yes: "on", no: "off")
        guard let ping = Int(value("stream-ping")), (1...3600).contains(ping) else {
            throw SettingsError("stream-ping is \"\(value("stream-ping"))\": it must be a number from 1 to 3600.")
        }
        streamPing = ping
        guard let previews = LinkPreviews(rawValue: value("link-previews").lowercased()) else {
            throw SettingsError("link-previews is \"\(value("link-previews"))\": it must be on or off.")
        }
        linkPreviews = previews
        guard let kind = TranslatorKind(rawValue: value("translator").lowercased()) else {
            throw SettingsError(
                "translator is \"\(value("translator"))\": it must be off, libretranslate, deepl or apertium."
            )
        }
        translator = kind
        (translatorURL, translatorKey) = (try Settings.service(value("translator-url")), value("translator-key"))
        if kind == .libretranslate, translatorURL == nil {
            throw SettingsError("translator is libretranslate: translator-url must say where it is.")
        }
        if kind == .deepl, translatorKey.isEmpty {
            throw SettingsError("translator is deepl: translator-key is missing.")
        }
        pushesToPrivateAddresses = try Settings.choice(
            "push-private-addresses",
            value("push-private-addresses"),
            yes: "on",
            no: "off"
        )
        guard let level = Logger.Level(rawValue: value("log-level").lowercased()) else {
            let names = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw SettingsError("log-level is \"\(value("log-level"))\": it must be one of \(names).")
        }
        logLevel = level
        metrics = try Settings.metrics(value("metrics-bind"))
        tls = try Settings.tls(value, url: url)
        redirect = try Settings.redirect(value, hasCertificate: tls != nil)
        acmeFolder = value("acme-folder").isEmpty ? nil : Settings.absolute(value("acme-folder"))
        guard let proxies = TrustedProxies(value("trusted-proxies")) else {
            throw SettingsError(
                "trusted-proxies is \"\(value("trusted-proxies"))\": it must be addresses or ranges like 10.0.0.0/8, with commas between them."
            )
        }
        trustedProxies = proxies
        guard let percent = Int(value("connection-deadlines")), (1...100).contains(percent) else {
            throw SettingsError(
                "connection-deadlines is \"\(value("connection-deadlines"))\": it must be a number from 1 to 100."
            )
        }
        connectionDeadlines = percent
        guard let node = Int(value("node")), (0...15).contains(node) else {
            throw SettingsError("node is \"\(value("node"))\": it must be a number from 0 to 15.")
        }
        self.node = node
        (mediaBucket, mediaURL) = try Settings.bucket(value)
        guard let room = Settings.bytes(value("media-cache")), room >= 1 << 20 else {
            throw SettingsError("media-cache is \"\(value("media-cache"))\": it must be like 500MB or 20GB.")
        }
        mediaCache = room
        mailServer = try Settings.mailServer(value)
        guard let mode = FederationMode(rawValue: value("federation").lowercased()) else {
            throw SettingsError("federation is \"\(value("federation"))\": it must be on, off or allowlist.")
        }
        federation = mode
        guard let policy = AddressPolicy(privateRanges: value("outbound-private")) else {
            throw SettingsError(
                "outbound-private is \"\(value("outbound-private"))\": it must be ranges like 127.0.0.0/8, with commas between them."
            )
        }
        outboundPolicy = policy
        outboundAuthorities = value("outbound-ca").isEmpty ? nil : Settings.absolute(value("outbound-ca"))
        let (guardMode, allowed) = try Settings.guarding(value)
        (self.guardMode, guardAllowed) = (guardMode.rawValue, allowed)
        backups = try Settings.backups(value)
        prune = try Settings.prune(value)
        file = Settings.file(of: values)
    }

    static func address(_ name: String, _ text: String, example: String) throws -> (host: String, port: Int) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port), colon > text.startIndex
        else { throw SettingsError("\(name) is \"\(text)\": it must be an address and a port, as in \(example).") }
        return (String(text[..<colon]).trimmingBrackets, port)
    }

    private static func metrics(_ text: String) throws -> MetricsAddress? {
        guard text.lowercased() != "off" else { return nil }
        let (host, port) = try address("metrics-bind", text, example: metricsStandard)
        return MetricsAddress(host: host, port: port, isStandard: text == metricsStandard)
    }

    private static func bucket(_ value: (String) -> String) throws -> (BucketSettings?, String?) {
        var address = value("media-url")
        while address.hasSuffix("/") { address.removeLast() }
        guard address.isEmpty || Site(url: address.split(separator: "/").prefix(2).joined(separator: "//")) != nil,
            address.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x3B && $0 != 0x2C && $0 != 0x22 })
        else { throw SettingsError("media-url is \"\(address)\": it must be an address like https://files.example.") }
        let bucket = value("media-bucket")
        guard !bucket.isEmpty else {
            guard address.isEmpty else {
                throw SettingsError("media-url says where a bucket is read: name media-bucket.")
            }
            return (nil, nil)
        }
        guard !value("media-key-id").isEmpty, !value("media-secret").isEmpty else {
            throw SettingsError("media-bucket needs a key: set CHORUS_MEDIA_KEY_ID and CHORUS_MEDIA_SECRET.")
        }
        guard
            let settings = BucketSettings(
                address: bucket,
                region: value("media-region"),
                keyID: value("media-key-id"),
                secret: value("media-secret")
            )
        else { throw SettingsError("media-bucket is \"\(bucket)\": it must be like https://s3.example/bucket.") }
        return (settings, address.isEmpty ? settings.address : address)
    }

    /// An http(s) address without a slash at its end; nil for an empty one.
    private static func service(_ url: String) throws -> String? {
        guard !url.isEmpty else { return nil }
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw SettingsError("translator-url is \"\(url)\": it must begin with http:// or https://.")
        }
        return url.hasSuffix("/") ? String(url.dropLast()) : url
    }

    /// `500MB`, `20GB` or `1TB` in bytes.
    private static func bytes(_ text: String) -> Int? {
        let units = [("MB", 20), ("GB", 30), ("TB", 40)]
        guard let (unit, shift) = units.first(where: { text.uppercased().hasSuffix($0.0) }),
            let number = Int(text.dropLast(unit.count)), (1...9999).contains(number)
        else { return nil }
        return number << shift
    }

    /// Also as it was written while there was no approval: on, off and their like.
    private static func registrations(_ value: String) throws -> RegistrationMode {
        if let mode = RegistrationMode(rawValue: value.lowercased()) { return mode }
        return try choice("registrations", value, yes: "open, approval", no: "closed") ? .open : .closed
    }

    private static func choice(_ name: String, _ value: String, yes: String, no: String) throws -> Bool {
        switch value.lowercased() {
        case yes, "true", "yes", "on", "1": return true
        case no, "false", "no", "off", "0": return false
        default: throw SettingsError("\(name) is \"\(value)\": it must be \(yes) or \(no).")
        }
    }
}

/// Where /metrics is served.
public struct MetricsAddress: Sendable, Equatable {
    public var host: String
    public var port: Int
    /// Nobody chose it: where it is taken by another server on this machine, this one serves without.
    public var isStandard: Bool
}

/// Who translates posts.
public enum TranslatorKind: String, Sendable {
    case off, libretranslate, deepl, apertium
}

/// What is done with links.
public enum LinkPreviews: String, Sendable {
    case on, off, `private`
}

/// What is wrong with the configuration or its surroundings, in a sentence for the admin.
public struct SettingsError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}

extension String {
    /// `[::1]` without its brackets.
    fileprivate var trimmingBrackets: String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
    }
}
