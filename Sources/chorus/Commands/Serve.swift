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

    @OptionGroup var mail: MailOptions

    @Option(help: "Address and port to listen on. (default: 127.0.0.1:8080)")
    var bind: String?

    @Option(help: "Name of this server, as apps and pages show it. (default: Chorus)")
    var title: String?

    @Option(help: "A sentence on what this server is for.")
    var summary: String?

    @Option(name: .customLong("contact-email"), help: "Where people can write to the admin.")
    var contactEmail: String?

    @Option(help: "open or closed: may strangers sign up? (default: open)")
    var registrations: String?

    @Option(
        name: .customLong("limited-mode"),
        help: "on or off; on shows strangers nothing but how to sign in and up. (default: off)"
    )
    var limitedMode: String?

    @Flag(name: .customLong("no-rate-limits"), help: "Do not limit requests: for benchmarks and tests only.")
    var noRateLimits = false

    @Option(
        name: .customLong("link-previews"),
        help: "on or off: look at links for their previews; private: at private addresses too, for tests. (default: on)"
    )
    var linkPreviews: String?

    @Option(help: "off, libretranslate, deepl or apertium: who translates posts. (default: off)")
    var translator: String?

    @Option(name: .customLong("translator-url"), help: "Address of the translation service.")
    var translatorURL: String?

    @Option(
        name: .customLong("log-level"),
        help: "trace, debug, info, notice, warning, error or critical. (default: info)"
    )
    var logLevel: String?

    @Option(
        name: .customLong("media-bucket"),
        help:
            "https://host/bucket of an S3-compatible service; the key comes by CHORUS_MEDIA_KEY_ID and CHORUS_MEDIA_SECRET."
    )
    var mediaBucket: String?

    @Option(name: .customLong("media-region"), help: "Region of the bucket. (default: us-east-1)")
    var mediaRegion: String?

    @Option(name: .customLong("media-url"), help: "Where the files of the bucket are read, if not at the bucket.")
    var mediaURL: String?

    @Option(help: "0 to 15, a different one for each node on one database. (default: 0)")
    var node: Int?

    func run() async throws {
        try await tellingErrors {
            let settings = try await Settings.resolve(
                common.flags(
                    [
                        "bind": bind, "title": title, "summary": summary, "contact-email": contactEmail,
                        "registrations": registrations, "limited-mode": limitedMode,
                        "rate-limits": noRateLimits ? "off" : nil, "log-level": logLevel,
                        "link-previews": linkPreviews, "translator": translator, "translator-url": translatorURL,
                        "node": node.map { String($0) },
                        "media-bucket": mediaBucket, "media-region": mediaRegion, "media-url": mediaURL,
                    ].merging(mail.flags) { $1 }
                )
            )
            try await ChorusServer.run(try await House.open(settings, serving: true))
        }
    }
}
