// One question to a server that the admin has chosen, answered with JSON.

internal import Basics
internal import Domain

/// What the calls of translation services have in common.
struct ServiceCall: Sendable {
    let outbound: OutboundClient
    var url: String
    var headers: [(String, String)] = []
    /// Media type and bytes; nil for a question without a body.
    var body: (type: String, bytes: [UInt8])?

    /// The answer's JSON. Throws `TranslationFailure.unavailable` for anything else.
    func json() async throws -> JSONValue {
        var request = OutboundRequest(body == nil ? .get : .post, url, body: body?.bytes ?? [])
        request.headers = [("Accept", "application/json")] + headers
        if let body { request.headers.append(("Content-Type", body.type)) }
        // The admin chose the address; it is often one of this machine.
        (request.reach, request.isBudgeted) = (.anywhere, false)
        (request.timeout, request.limit) = (.seconds(15), 1 << 21)
        do {
            let response = try await outbound.send(request)
            guard response.isSuccess else { throw TranslationFailure.unavailable("answered \(response.status)") }
            return try JSONValue.parse(response.body)
        } catch let error as TranslationFailure {
            throw error
        } catch {
            throw TranslationFailure.unavailable("\(error)")
        }
    }
}
