// Which language a page is written in.

internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Localization

extension Request {
    /// What the address asks for (`?lang=de`, as links from elsewhere may), else what was chosen in this browser, else what was chosen for
    /// the account, else what the browser asks for, else English. Every login has a locale, and English where none was chosen:
    /// that is no choice.
    func language(of user: User?) -> InterfaceLanguage {
        if let asked = askedLanguage { return asked }
        if let chosen = cookie(PageCookie.languageName).flatMap({ InterfaceLanguage(rawValue: $0) }) {
            return chosen
        }
        if let chosen = user.flatMap({ InterfaceLanguage(tag: $0.locale) }), chosen != .en { return chosen }
        return browserLanguage
    }

    /// The same where nobody's cookies are looked at: for frames and what else is the same for all who read one language.
    var languageOfAnybody: InterfaceLanguage { askedLanguage ?? browserLanguage }

    private var askedLanguage: InterfaceLanguage? {
        uri.queryParameters["lang"].flatMap { InterfaceLanguage(tag: String($0)) }
    }

    private var browserLanguage: InterfaceLanguage {
        headers[.acceptLanguage].flatMap(InterfaceLanguage.preferred(acceptLanguage:)) ?? .en
    }
}

extension PageCookie {
    static let languageName = "chorus_language"

    /// The language that was chosen in this browser, for a year.
    static func language(_ language: InterfaceLanguage, isSecure: Bool) -> PageCookie {
        PageCookie(name: languageName, value: language.code, seconds: 365 * 86_400, isSecure: isSecure)
    }
}
