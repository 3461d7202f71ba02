// One question to a server that the admin has chosen, answered with JSON.

internal import AsyncHTTPClient
internal import Basics
internal import Domain
internal import NIOCore
internal import NIOHTTP1

/// What the calls of translation services have in common.
struct ServiceCall: Sendable {
    var url: String
    var headers: [(String, String)] = []
    /// Media type and bytes; nil for a question without a body.
    var body: (type: String, bytes: [UInt8])?

    /// The answer's JSON. Throws `TranslationFailure.unavailable` for anything else.
    func json() async throws -> JSONValue {
        var request = HTTPClientRequest(url: url)
        request.method = body == nil ? .GET : .POST
        request.headers.add(name: "Accept", value: "application/json")
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body {
            request.headers.add(name: "Content-Type", value: body.type)
            request.body = .bytes(body.bytes, length: .known(Int64(body.bytes.count)))
        }
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(15))
            let bytes = Array(try await response.body.collect(upTo: 1 << 21).readableBytesView)
            guard (200..<300).contains(response.status.code) else {
                throw TranslationFailure.unavailable("answered \(response.status.code)")
            }
            return try JSONValue.parse(bytes)
        } catch let error as TranslationFailure {
            throw error
        } catch {
            throw TranslationFailure.unavailable("\(error)")
        }
    }
}
