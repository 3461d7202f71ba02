// The files that pages need, inside the binary: nothing is read from disk and nothing is loaded from elsewhere.

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

    /// The hash in `etag`, and in the address: 16 hexadecimal digits.
    public var version: String { String(etag.dropFirst().dropLast()) }

    /// The address that pages use. With its version in it, the answer may be cached for a year.
    public var path: String { "/assets/\(name)?v=\(version)" }

    init(name: String, contentType: String, bytes: [UInt8]) {
        self.name = name
        self.contentType = contentType
        self.bytes = bytes
        etag = Asset.etag(of: bytes)
    }

    /// FNV-1a, 64 bit: tells one build's file from another's; nothing secret hangs on it.
    static func etag(of bytes: [UInt8]) -> String {
        let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let hex = String(hash, radix: 16)
        return "\"" + String(repeating: "0", count: 16 - hex.count) + hex + "\""
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
        bytes: PackageResources.movement_js
    )
    /// Keeps "5 minutes ago" true while a page stays open.
    public static let timesScript = Asset(
        name: "times.js",
        contentType: "text/javascript; charset=utf-8",
        bytes: PackageResources.times_js
    )
    /// Leaves a page quickly.
    public static let leaveScript = Asset(
        name: "leave.js",
        contentType: "text/javascript; charset=utf-8",
        bytes: PackageResources.leave_js
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
        stylesheet, embedStylesheet, movementScript, timesScript, leaveScript, favicon, almanacIcon, avatarSVG,
        avatarPNG, headerSVG, headerPNG,
    ]

    /// The asset of that name, or nil.
    public static func named(_ name: String) -> Asset? {
        all.first { $0.name == name }
    }
}
