// The files that pages need, inside the binary: nothing is read from disk and nothing is loaded from elsewhere.

internal import Basics
internal import Localization

/// One file, served at `/assets/<name>`.
public struct Asset: Sendable {
    /// Its file name: `chorus.css`.
    public let name: String
    /// Its media type, with charset where it is text.
    public let contentType: String
    /// Its content.
    public let bytes: [UInt8]
    /// A strong entity tag with its quotes (RFC 9110 §8.8.3); changes when the content does.
    public let etag: String

    /// The hash in `etag`, and in the address: letters and digits.
    public var version: String { String(etag.dropFirst().dropLast()) }

    /// The address that pages use. With its version in it, the answer may be cached for a year.
    public var path: String { "/assets/\(name)?v=\(version)" }

    init(name: String, contentType: String, bytes: [UInt8]) {
        self.name = name
        self.contentType = contentType
        self.bytes = bytes
        etag = EntityTag.of(bytes)
    }
}

/// All files that are served.
public enum Assets {
    /// The style sheet of every page.
    public static let stylesheet = Asset(
        name: "chorus.css",
        contentType: "text/css; charset=utf-8",
        bytes: PackageResources.chorus_css
    )
    /// The style of numbers in frames elsewhere.
    public static let embedStylesheet = Asset(
        name: "embed.css",
        contentType: "text/css; charset=utf-8",
        bytes: PackageResources.embed_css
    )
    /// Keeps the numbers of a page or frame fresh.
    public static let movementScript = Asset(
        name: "movement.js",
        contentType: "text/javascript; charset=utf-8",
        bytes: inEnglish(PackageResources.movement_js)
    )
    /// Keeps "5 minutes ago" true while a page stays open.
    public static let timesScript = Asset(
        name: "times.js",
        contentType: "text/javascript; charset=utf-8",
        bytes: inEnglish(PackageResources.times_js)
    )
    /// Takes off an open page what is gone.
    public static let goneScript = Asset(
        name: "gone.js",
        contentType: "text/javascript; charset=utf-8",
        bytes: PackageResources.gone_js
    )
    /// What only those who are signed in see.
    public static let livingStylesheet = Asset(
        name: "living.css",
        contentType: "text/css; charset=utf-8",
        bytes: PackageResources.living_css
    )
    /// Does in place what forms do by a page, for those who are signed in.
    public static let livingScript = Asset(
        name: "living.js",
        contentType: "text/javascript; charset=utf-8",
        bytes: inEnglish(PackageResources.living_js)
    )
    /// Asks a browser to tell of notifications.
    public static let pushScript = Asset(
        name: "push.js",
        contentType: "text/javascript; charset=utf-8",
        bytes: inEnglish(PackageResources.push_js)
    )
    /// Asks a device for a passkey.
    public static let passkeyScript = Asset(
        name: "passkey.js",
        contentType: "text/javascript; charset=utf-8",
        bytes: inEnglish(PackageResources.passkey_js)
    )
    /// Stands between pages and network where somebody wants that; served at the root.
    public static let serviceWorker = Asset(
        name: "sw.js",
        contentType: "text/javascript; charset=utf-8",
        bytes: PackageResources.sw_js
    )
    /// Moves through the queue of moderators by the keyboard.
    public static let moderationScript = Asset(
        name: "moderation.js",
        contentType: "text/javascript; charset=utf-8",
        bytes: PackageResources.moderation_js
    )
    /// Leaves a page quickly.
    public static let leaveScript = Asset(
        name: "leave.js",
        contentType: "text/javascript; charset=utf-8",
        bytes: inEnglish(PackageResources.leave_js)
    )
    /// A calendar, as the icon of the almanac.
    public static let almanacIcon = Asset(
        name: "almanac.svg",
        contentType: "image/svg+xml",
        bytes: PackageResources.almanac_svg
    )
    /// The mark, as an icon.
    public static let favicon = Asset(
        name: "favicon.svg",
        contentType: "image/svg+xml",
        bytes: PackageResources.favicon_svg
    )
    /// The picture of an account that has none, for pages.
    public static let avatarSVG = Asset(
        name: "avatar.svg",
        contentType: "image/svg+xml",
        bytes: PackageResources.avatar_svg
    )
    /// The same for apps, 400 × 400.
    public static let avatarPNG = Asset(
        name: "avatar.png",
        contentType: "image/png",
        bytes: PackageResources.avatar_png
    )
    /// The wide picture of an account that has none, for pages.
    public static let headerSVG = Asset(
        name: "header.svg",
        contentType: "image/svg+xml",
        bytes: PackageResources.header_svg
    )
    /// The same for apps, 1500 × 500.
    public static let headerPNG = Asset(
        name: "header.png",
        contentType: "image/png",
        bytes: PackageResources.header_png
    )

    /// Every asset there is.
    public static let all: [Asset] = [
        stylesheet, livingStylesheet, livingScript, embedStylesheet, movementScript, timesScript, goneScript,
        moderationScript, pushScript, passkeyScript,
        leaveScript, favicon, almanacIcon,
        avatarSVG,
        avatarPNG, headerSVG, headerPNG,
    ]

    /// The asset of that name, or nil.
    public static func named(_ name: String) -> Asset? {
        all.first { $0.name == name } ?? translated[name]
    }

    /// Scripts that say something, in each language but English, by name: `times.es.js`.
    private static let translated: [String: Asset] = {
        var found: [String: Asset] = [:]
        for language in InterfaceLanguage.allCases where language != .en {
            for script in [movementScript, timesScript, leaveScript, livingScript, pushScript, passkeyScript] {
                let asset = script.spoken(by: .of(language))
                found[asset.name] = asset
            }
        }
        return found
    }()
}

extension Asset {
    /// The script in the language of the page. English has the plain name.
    var localized: Asset {
        let language = Localizer.current.language
        return language == .en ? self : Assets.named(Asset.name(name, in: language)) ?? self
    }

    /// `times.es.js` of `times.js`.
    private static func name(_ name: String, in language: InterfaceLanguage) -> String {
        name.hasSuffix(".js") ? "\(name.dropLast(3)).\(language.code).js" : name
    }

    fileprivate func spoken(by localizer: Localizer) -> Asset {
        let source = Assets.marked[name].map { String(decoding: $0, as: UTF8.self) } ?? ""
        let text = (try? localizer.localized(source, as: .script)) ?? source
        return Asset(
            name: Asset.name(name, in: localizer.language),
            contentType: contentType,
            bytes: Array(text.utf8)
        )
    }
}

extension Assets {
    /// The sources of scripts, with their sentences marked.
    fileprivate static let marked = [
        "movement.js": PackageResources.movement_js, "times.js": PackageResources.times_js,
        "leave.js": PackageResources.leave_js, "living.js": PackageResources.living_js,
        "push.js": PackageResources.push_js, "passkey.js": PackageResources.passkey_js,
    ]

    /// A script without the marks; a test finds one that is malformed.
    fileprivate static func inEnglish(_ bytes: [UInt8]) -> [UInt8] {
        let source = String(decoding: bytes, as: UTF8.self)
        return Array(((try? Localizer.english.localized(source, as: .script)) ?? source).utf8)
    }
}
