// Errors in the language that an app asks for, as Mastodon has it: by `lang`, else by `Accept-Language`.

internal import HTTPTypes
internal import Hummingbird
internal import Localization

extension APIError {
    /// The same with its sentence in that language; one without a translation stays in English. Codes stay as they are.
    func localized(for request: Request) -> APIError {
        let asked = request.uri.queryParameters["lang"].flatMap { InterfaceLanguage(tag: String($0)) }
        let language =
            asked ?? request.headers[.acceptLanguage].flatMap(InterfaceLanguage.preferred(acceptLanguage:)) ?? .en
        guard language != .en else { return self }
        var error = self
        error.message = APIError.sentence(message, .of(language))
        return error
    }

    private static let refusal = "Validation failed: "

    private static func sentence(_ english: String, _ localizer: Localizer) -> String {
        guard english.hasPrefix(refusal) else { return localizer.text(english) }
        let reason = localizer.text(String(english.dropFirst(refusal.count)))
        return localizer.text("Validation failed: {reason}", ["reason": reason])
    }
}
