// Server-sent events (HTML Standard §9.2) of what is reckoned every second.

internal import Basics
internal import HTTPTypes
internal import Services

extension APIRequest {
    /// A stream of magnitudes: `event: magnitude`, the JSON as `data`.
    ///
    /// - Parameter key: names what is watched; all who give the same one share one reckoning.
    func magnitudeStream(of key: String, source: @escaping MagnitudeStreams.Source) throws -> APIResponse {
        let ticks = try services.magnitudeStreams.watch(key, source: source)
        var answer = APIResponse(headers: [.contentType: "text/event-stream; charset=utf-8"])
        // Proxies must neither keep nor gather it.
        answer.headers[.cacheControl] = "no-store"
        answer.headers[.accelBuffering] = "no"
        CORS.allow(&answer.headers)
        answer.stream = ticks
        return answer
    }
}
