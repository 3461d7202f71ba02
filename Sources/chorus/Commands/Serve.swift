// chorus serve

import ArgumentParser
import Server

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve until told to stop.",
        discussion: """
            Every setting below is also an environment variable (CHORUS_DATA_DIR for --data-dir) and a line of the file given \
            with --config (`bind: 127.0.0.1:8080`). The database is brought up to date first. SIGTERM and Ctrl-C stop \
            gracefully: what was begun is answered.
            """
    )

    @OptionGroup var common: CommonOptions

    @Option(help: .setting("bind"))
    var bind: String?

    @Option(help: .setting("socket-mode"))
    var socketMode: String?

    @Option(help: .setting("title"))
    var title: String?

    @Option(help: .setting("summary"))
    var summary: String?

    @Option(help: .setting("contact-email"))
    var contactEmail: String?

    @Option(help: .setting("registrations"))
    var registrations: String?

    @Option(help: .setting("invites"))
    var invites: String?

    @Option(help: .setting("min-age"))
    var minAge: Int?

    @Option(help: .setting("limited-mode"))
    var limitedMode: String?

    @Flag(help: "Do not limit requests: for benchmarks and tests only.")
    var noRateLimits = false

    @Option(help: .setting("stream-ping"))
    var streamPing: Int?

    @Option(help: .setting("link-previews"))
    var linkPreviews: String?

    @Option(name: .customLong("guard"), help: .setting("guard"))
    var guardMode: String?

    @Option(help: .setting("guard-allow"))
    var guardAllow: String?

    @Option(help: .setting("translator"))
    var translator: String?

    @Option(help: .setting("translator-url"))
    var translatorURL: String?

    @Option(help: .setting("metrics-bind"))
    var metricsBind: String?

    @Option(help: .setting("tls-certificate"))
    var tlsCertificate: String?

    @Option(help: .setting("tls-key"))
    var tlsKey: String?

    @Option(help: .setting("redirect-bind"))
    var redirectBind: String?

    @Option(help: .setting("acme-folder"))
    var acmeFolder: String?

    @Option(help: .setting("trusted-proxies"))
    var trustedProxies: String?

    @Option(help: .setting("log-level"))
    var logLevel: String?

    @Option(help: .setting("media-bucket"))
    var mediaBucket: String?

    @Option(help: .setting("media-region"))
    var mediaRegion: String?

    @Option(help: .setting("media-url"))
    var mediaURL: String?

    @Option(help: .setting("media-cache"))
    var mediaCache: String?

    @Option(help: .setting("federation"))
    var federation: String?

    @Option(help: .setting("outbound-private"))
    var outboundPrivate: String?

    @Option(help: .setting("outbound-ca"))
    var outboundCA: String?

    @Option(name: .customLong("backup-dir"), help: .setting("backup-dir"))
    var backupDirectory: String?

    @Option(help: .setting("backup-every"))
    var backupEvery: String?

    @Option(help: .setting("backup-keep"))
    var backupKeep: Int?

    @Option(help: .setting("prune-every"))
    var pruneEvery: String?

    @Option(help: .setting("prune-posts"))
    var prunePosts: String?

    @Option(help: .setting("prune-notifications"))
    var pruneNotifications: String?

    @Option(help: .setting("node"))
    var node: Int?

    @OptionGroup var mail: MailOptions

    func run() async throws {
        try await tellingErrors {
            let settings = try await Settings.resolve(
                common.flags(
                    [
                        "bind": bind, "socket-mode": socketMode, "title": title, "summary": summary,
                        "contact-email": contactEmail,
                        "registrations": registrations, "invites": invites, "min-age": minAge.map { String($0) },
                        "limited-mode": limitedMode,
                        "rate-limits": noRateLimits ? "off" : nil, "log-level": logLevel,
                        "metrics-bind": metricsBind,
                        "tls-certificate": tlsCertificate, "tls-key": tlsKey,
                        "redirect-bind": redirectBind, "acme-folder": acmeFolder,
                        "trusted-proxies": trustedProxies,
                        "stream-ping": streamPing.map { String($0) },
                        "link-previews": linkPreviews, "translator": translator, "translator-url": translatorURL,
                        "guard": guardMode, "guard-allow": guardAllow,
                        "federation": federation, "outbound-private": outboundPrivate, "outbound-ca": outboundCA,
                        "node": node.map { String($0) },
                        "backup-dir": backupDirectory, "backup-every": backupEvery,
                        "backup-keep": backupKeep.map { String($0) },
                        "prune-every": pruneEvery, "prune-posts": prunePosts,
                        "prune-notifications": pruneNotifications,
                        "media-bucket": mediaBucket, "media-region": mediaRegion, "media-url": mediaURL,
                        "media-cache": mediaCache,
                    ].merging(mail.flags) { $1 }
                )
            )
            try await ChorusServer.run(try await AppContainer.open(settings, serving: true))
        }
    }
}
