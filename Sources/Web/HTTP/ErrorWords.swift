// What use cases refuse, in the language of the page.

internal import Basics
internal import Localization
internal import Services

/// The sentence of a `ServiceError`, with its full stop.
func errorWords(_ sentence: Sentence) -> String {
    localized("{sentence}.", ["sentence": localized(sentence.withoutStop)])
}

/// The same of several fields of a form that were refused.
func errorWords(_ problems: [FieldError]) -> String {
    problems.map { errorWords($0.sentence) }.joined(separator: " ")
}

extension FieldError {
    /// What is wrong with a field, in a sentence that stands beside it.
    ///
    /// - Parameter subject: the field in English, which has its words from the use case: "The password".
    func words(_ subject: String) -> String {
        if Localizer.current.language == .en { return "\(subject) \(localized(description))." }
        let number = description.count ?? 0
        return switch (code, field) {
        case ("ERR_BLANK", _): localized("Please fill this in.")
        case ("ERR_TAKEN", _): localized("Somebody else has this already.")
        case ("ERR_TOO_LONG", _): localized("This is too long: at most \(number: number) characters." as Sentence)
        case ("ERR_TOO_SHORT", _): localized("This is too short: at least \(number: number) characters." as Sentence)
        case ("ERR_RESERVED", _): localized("This name is reserved.")
        case ("ERR_ACCEPTED", _): localized("Please agree to this.")
        case (_, "username"): localized("Only letters, digits and underscores can be used.")
        case (_, "email"): localized("This is not an e-mail address that letters can be sent to.")
        case (_, "code"):
            localized("This code is not right: codes of the app change every 30 seconds, and each code works once.")
        case (_, "current_password"): localized("This is not your present password.")
        default: localized("This cannot be used.")
        }
    }
}
