// The cookies of the pages.

internal import Basics
internal import HTTPTypes
internal import Hummingbird
internal import Services

/// A cookie that only this server reads (RFC 6265, 4.1).
struct PageCookie: Sendable {
    var name: String
    var value: String
    /// Nil: until the browser is closed; 0: gone.
    var seconds: Int?
    var isSecure: Bool

    /// Lax: sent when an app opens the browser here, not when a page elsewhere posts or embeds.
    var header: String {
        var header = "\(name)=\(value); Path=/; HttpOnly; SameSite=Lax"
        if let seconds { header += "; Max-Age=\(seconds)" }
        if isSecure { header += "; Secure" }
        return header
    }

    /// What says that somebody has signed in with this browser before.
    static func browser(isSecure: Bool) -> String { isSecure ? "__Host-chorus_browser" : "chorus_browser" }

    /// The secret behind the forms of those who are not signed in. Over HTTPS its prefix keeps sibling hosts from planting
    /// one that they know (RFC 6265bis, 4.1.3.2).
    static func form(isSecure: Bool) -> String { isSecure ? "__Host-chorus_form" : "chorus_form" }

    static func pendingName(isSecure: Bool) -> String { isSecure ? "__Host-chorus_pending" : "chorus_pending" }

    /// Whose password was right, until the code comes. Nil takes it away.
    static func pending(_ value: String?, isSecure: Bool) -> PageCookie {
        PageCookie(
            name: pendingName(isSecure: isSecure),
            value: value ?? "",
            seconds: value == nil ? 0 : Services.pendingSignInSeconds,
            isSecure: isSecure
        )
    }

    static func codesName(isSecure: Bool) -> String { isSecure ? "__Host-chorus_codes" : "chorus_codes" }

    /// Recovery codes on their way to the page that shows them, sealed. Nil takes them away.
    static func codes(_ value: String?, isSecure: Bool) -> PageCookie {
        PageCookie(
            name: codesName(isSecure: isSecure),
            value: value ?? "",
            seconds: value == nil ? 0 : Services.shownCodesSeconds,
            isSecure: isSecure
        )
    }

    static func pushName(isSecure: Bool) -> String { isSecure ? "__Host-chorus_push" : "chorus_push" }

    /// By which token this browser is told of notifications. Nil takes it away.
    static func push(_ token: String?, isSecure: Bool) -> PageCookie {
        PageCookie(
            name: pushName(isSecure: isSecure),
            value: token ?? "",
            seconds: token == nil ? 0 : 365 * 86_400,
            isSecure: isSecure
        )
    }

    static let zoneName = "chorus_zone"

    /// By which clock somebody schedules posts, in minutes east of UTC.
    static func zone(_ minutes: Int, isSecure: Bool) -> PageCookie {
        PageCookie(name: zoneName, value: String(minutes), seconds: 365 * 86_400, isSecure: isSecure)
    }

    static let saidName = "chorus_said"

    /// What a form was sent for, to be said once on the page that it leads back to; in a cookie, for addresses stay in histories
    /// and logs. Nil takes it away.
    static func said(_ word: String?, isSecure: Bool) -> PageCookie {
        PageCookie(name: saidName, value: word ?? "", seconds: word == nil ? 0 : 60, isSecure: isSecure)
    }

    /// Is it one of our secrets: 43 characters of base64url?
    static func isSecret(_ value: String) -> Bool {
        value.utf8.count == 43 && value.utf8.allSatisfy { ASCII.isWord($0) || $0 == UInt8(ascii: "-") }
    }
}

extension Request {
    /// The value of a cookie, as the browser sends it (RFC 6265 §4.2.1); of two with one name the first. Nil where there is none.
    ///
    /// A page asks for six of them, and the library takes the header apart each time.
    func cookie(_ name: String) -> String? {
        guard let header = headers[.cookie] else { return nil }
        for pair in header.utf8.split(separator: UInt8(ascii: ";")) {
            let pair = pair.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            guard pair.starts(with: name.utf8) else { continue }
            let rest = pair.dropFirst(name.utf8.count)
            guard rest.first == UInt8(ascii: "=") else { continue }
            return String(Substring(rest.dropFirst()))
        }
        return nil
    }
}
