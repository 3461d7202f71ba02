// The languages that pages, letters and errors are written in.

/// A language of the interface. What people write may be in any other: see `Domain.Language`.
public enum InterfaceLanguage: String, Sendable, CaseIterable {
    case en, es, fr, de, pt, it, ar, hi, ja, ko

    /// The code for `lang` and `Content-Language` (BCP 47).
    public var code: String { rawValue }

    /// How the language calls itself; for the switch, where whoever looks for it may read nothing else on the page.
    public var ownName: String {
        switch self {
        case .en: "English"
        case .es: "Español"
        case .fr: "Français"
        case .de: "Deutsch"
        case .pt: "Português"
        case .it: "Italiano"
        case .ar: "العربية"
        case .hi: "हिन्दी"
        case .ja: "日本語"
        case .ko: "한국어"
        }
    }

    /// The value of `dir` in HTML.
    public var direction: String { self == .ar ? "rtl" : "ltr" }
}
