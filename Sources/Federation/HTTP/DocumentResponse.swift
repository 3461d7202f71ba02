// What other servers are answered.

internal import ActivityPub
internal import Basics
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Why there is no document.
enum DocumentFailure: Error {
    case malformed
    case unsigned
    case forbidden
    case notFound
    /// It was here and will not come back.
    case gone
    case tooLarge
    case wrongType
    case busy
    case broken

    var status: HTTPResponse.Status {
        switch self {
        case .malformed: .badRequest
        case .unsigned: .unauthorized
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .gone: .gone
        case .tooLarge: .contentTooLarge
        case .wrongType: .unsupportedMediaType
        case .busy: .serviceUnavailable
        case .broken: .internalServerError
        }
    }

    var sentence: StaticString {
        switch self {
        case .malformed: "The request cannot be read"
        case .unsigned: "The signature is missing or wrong"
        case .forbidden: "Not for this server"
        case .notFound: "Not found"
        case .gone: "Gone"
        case .tooLarge: "Too large"
        case .wrongType: "Send application/activity+json"
        case .busy: "Busy: try again later"
        case .broken: "Something went wrong here"
        }
    }
}

struct DocumentResponse: Sendable {
    var status: HTTPResponse.Status = .ok
    var headers: HTTPFields = [:]
    var body: [UInt8] = []

    /// An ActivityStreams document, the same for everybody for so many seconds.
    static func document(_ json: [UInt8], seconds: Int) -> DocumentResponse {
        var response = DocumentResponse(body: json)
        response.headers[.contentType] = Vocabulary.contentType + "; charset=utf-8"
        response.headers[.cacheControl] = "public, max-age=\(seconds)"
        response.headers[.vary] = "Accept"
        return response
    }

    /// One that only the asker may have.
    static func privateDocument(_ json: [UInt8]) -> DocumentResponse {
        var response = document(json, seconds: 0)
        response.headers[.cacheControl] = "private, no-store"
        response.headers[.vary] = "Accept, Signature"
        return response
    }

    /// Another type of document, open to every page of the web.
    static func open(_ bytes: [UInt8], type: String, seconds: Int = 300) -> DocumentResponse {
        var response = DocumentResponse(body: bytes)
        response.headers[.contentType] = type
        response.headers[.cacheControl] = "public, max-age=\(seconds)"
        response.headers[.accessControlAllowOrigin] = "*"
        return response
    }

    static func failure(_ failure: DocumentFailure) -> DocumentResponse {
        var json = JSONWriter(capacity: 64)
        json.beginObject()
        json.key("error")
        json.string("\(failure.sentence)")
        json.endObject()
        var response = DocumentResponse(status: failure.status, body: json.bytes)
        response.headers[.contentType] = "application/json; charset=utf-8"
        response.headers[.cacheControl] = "no-store"
        if failure.status == .serviceUnavailable { response.headers[.retryAfter] = "30" }
        return response
    }

    func response(to request: Request) -> Response {
        var (status, headers, body) = (status, headers, body)
        headers[.xContentTypeOptions] = "nosniff"
        if status == .ok, headers[.cacheControl]?.hasPrefix("public") == true {
            let tag = EntityTag.of(body)
            headers[.eTag] = tag
            if let known = request.headers[.ifNoneMatch], EntityTag.isAmong(known, tag) {
                (status, body) = (.notModified, [])
                headers[.contentType] = nil
            }
        }
        if request.method == .head { body = [] }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}
