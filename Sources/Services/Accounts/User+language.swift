// In which language somebody is written to.

internal import Domain
internal import Localization

extension User {
    /// What the login's locale says, else English.
    var localizer: Localizer { .of(InterfaceLanguage(tag: locale) ?? .en) }
}

/// A sentence in the language that is spoken (docs/words.md).
func localized(_ english: String, _ values: [String: String] = [:]) -> String {
    Localizer.current.text(english, values)
}
