// Every way in which the client API says no, with Mastodon's status codes and sentences: the one place that does.

public import Basics
internal import Connections
internal import Domain
public import HTTPTypes
public import Localization
internal import Media
public import Services

/// An error as apps read it: `{"error": "…"}` and a status code.
public struct APIError: Error, Sendable {
    public var status: HTTPResponse.Status
    public var message: Sentence
    /// The language of the sentence and of what is wrong with fields; codes are the same in all.
    public var language = InterfaceLanguage.en
    /// For whoever writes the app: parameters by their names, always in English.
    var isTechnical = false
    /// OAuth's second sentence.
    public var description: String?
    /// Fields that were refused at sign-up: `details`.
    public var fields: [FieldError]
    public var headers: HTTPFields

    init(
        _ status: HTTPResponse.Status,
        _ message: Sentence,
        description: String? = nil,
        fields: [FieldError] = [],
        headers: HTTPFields = [:]
    ) {
        self.status = status
        self.message = message
        self.description = description
        self.fields = fields
        self.headers = headers
    }

    static let notFound = APIError(.notFound, "Record not found")
    static let invalidToken = APIError(
        .unauthorized,
        "The access token is invalid",
        headers: [.wwwAuthenticate: #"Bearer realm="Chorus", error="invalid_token""#]
    )
    static let userRequired = APIError(
        .unauthorized,
        "This method requires an authenticated user",
        headers: [.wwwAuthenticate: #"Bearer realm="Chorus""#]
    )
    static let userRequiredOfApp = APIError(.unprocessableContent, "This method requires an authenticated user")
    static let outsideScopes = APIError(.forbidden, "This action is outside the authorized scopes")
    static let notAllowed = APIError(.forbidden, "This action is not allowed")
    static let tooLarge = APIError(.contentTooLarge, "The request body is too large")
    /// Nobody reads it: the client left before its request was complete. The number is that of nginx.
    static let clientLeft = APIError(
        .init(code: 499, reasonPhrase: "Client Closed Request"),
        "The request was broken off"
    )
    static let tooManyRequests = APIError(.tooManyRequests, "Too many requests")

    /// What passes by itself: whoever asks again in a moment may be served.
    static func unavailable(_ message: Sentence) -> APIError {
        APIError(.serviceUnavailable, message, headers: [.retryAfter: "5"])
    }

    /// For whoever writes the app.
    static func badRequest(_ message: Sentence) -> APIError { technical(.badRequest, message) }

    /// A parameter that no form of an app would send so; for whoever writes the app.
    static func wrongParameter(_ message: Sentence) -> APIError {
        technical(.unprocessableContent, refusal(.sentence(message)))
    }

    static func technical(
        _ status: HTTPResponse.Status,
        _ message: Sentence,
        headers: HTTPFields = [:]
    ) -> APIError {
        var error = APIError(status, message, headers: headers)
        error.isTechnical = true
        return error
    }

    static func invalid(_ message: Sentence) -> APIError {
        APIError(.unprocessableContent, refusal(.sentence(message)))
    }

    private static func refusal(_ reason: Sentence.Value) -> Sentence {
        Sentence("Validation failed: {reason}", ["reason": reason])
    }

    /// The answer to whatever a handler threw. What is not foreseen is a 500 that says nothing of the inside.
    static func from(_ error: any Error) -> APIError {
        if let outage = DatabaseOutage(error) { return from(outage) }
        return switch error {
        case let error as APIError: error
        case let error as ServiceError: from(error)
        case let error as MediaError: from(ServiceError(error))
        case BodyFailure.clientLeft: clientLeft
        case BodyFailure.malformed: badRequest("The request body is not valid")
        case ByteBudget<RateKey>.Refusal.share: tooManyRequests
        case ByteBudget<RateKey>.Refusal.total: unavailable("The server is too busy, please try again")
        case let error as ParameterError:
            error.isMalformed ? badRequest(error.sentence) : wrongParameter(error.sentence)
        default: APIError(.internalServerError, "Something went wrong on our end")
        }
    }

    private static func from(_ error: ServiceError) -> APIError {
        switch error {
        case .notFound: notFound
        case .forbidden(let sentence): APIError(.forbidden, sentence)
        case .invalid(let sentence): invalid(sentence)
        case .invalidFields(let fields):
            APIError(
                .unprocessableContent,
                refusal(.series(fields.map(\.sentence))),
                fields: fields
            )
        case .unexpectedMentions: APIError(.unprocessableContent, "Post would be sent to unexpected accounts")
        case .overloaded: unavailable("The server is too busy, please try again")
        case .tooManyAttempts: tooManyRequests
        case .storage: unavailable("The server cannot keep files at the moment, please try again")
        }
    }

    private static func from(_ outage: DatabaseOutage) -> APIError {
        switch outage {
        case .full: unavailable("The server's storage is full: nothing was saved")
        case .unreachable: unavailable("The database cannot be reached, please try again")
        case .readOnly: unavailable("The server's storage cannot be written: nothing was saved")
        }
    }

    var json: JSONWriter {
        var json = JSONWriter(capacity: 128)
        json.beginObject()
        json.field("error", words(message))
        if let description { json.field("error_description", description) }
        if !fields.isEmpty { json.object("details", writeDetails) }
        json.endObject()
        return json
    }

    private func words(_ sentence: Sentence) -> String {
        language == .en || isTechnical ? sentence.english : Localizer.of(language).text(sentence)
    }

    private func writeDetails(_ json: inout JSONWriter) {
        var names: [String] = []
        for error in fields where !names.contains(error.field) { names.append(error.field) }
        for name in names {
            json.key(text: name)
            json.beginArray()
            for error in fields where error.field == name {
                json.beginObject()
                json.field("error", error.code)
                json.field("description", words(error.description))
                json.endObject()
            }
            json.endArray()
        }
    }
}
