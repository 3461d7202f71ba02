// Errors in the language that an app asks for, as Mastodon has it: by `lang`, else by `Accept-Language`.

internal import HTTPTypes
internal import Hummingbird
internal import Localization

extension APIError {
    /// The same in that language; what is for whoever writes the app stays in English, and codes stay as they are.
    func localized(for request: Request) -> APIError {
        let asked = request.uri.queryParameters["lang"].flatMap { InterfaceLanguage(tag: String($0)) }
        let language =
            asked ?? request.headers[.acceptLanguage].flatMap(InterfaceLanguage.preferred(acceptLanguage:)) ?? .en
        var error = self
        error.language = language
        return error
    }
}
