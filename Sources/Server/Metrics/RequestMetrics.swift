// Counts and durations of requests, for /metrics.

internal import Basics
internal import HTTPTypes
internal import Hummingbird
internal import Synchronization

/// What was answered, by class of status code and by route, and how long it took.
final class RequestMetrics: Sendable {
    /// Upper bounds of the histogram, in seconds.
    static let bounds: [Double] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]

    /// A route as it was registered, never the path that was asked for: there are as many of it as the program has.
    struct Route: Hashable, Sendable {
        var method: String
        var path: String
    }

    struct RouteState: Sendable {
        /// Requests answered with 1xx to 5xx.
        var answered = [Int](repeating: 0, count: 6)
        var seconds = 0.0

        fileprivate mutating func add(_ kind: Int, _ time: Double) {
            answered[kind] += 1
            seconds += time
        }
    }

    struct State: Sendable {
        /// Requests answered with 1xx to 5xx.
        var answered = [Int](repeating: 0, count: 6)
        var buckets = [Int](repeating: 0, count: RequestMetrics.bounds.count + 1)
        var seconds = 0.0
        /// Requests whose client left before they were complete.
        var brokenOff = 0
        var routes: [Route: RouteState] = [:]
    }

    private let state = Mutex(State())

    func count(status: Int, seconds: Double, route: Route) {
        state.withLock { state in
            guard status != 499 else {
                state.brokenOff += 1
                return
            }
            let kind = min(max(status / 100, 0), 5)
            state.answered[kind] += 1
            state.buckets[RequestMetrics.bounds.firstIndex { seconds <= $0 } ?? RequestMetrics.bounds.count] += 1
            state.seconds += seconds
            state.routes[route, default: RouteState()].add(kind, seconds)
        }
    }

    var snapshot: State { state.withLock { $0 } }
}

/// Gives every request that passes a name, and counts it.
struct RequestMetricsMiddleware<Context: RequestContext>: RouterMiddleware {
    let metrics: RequestMetrics

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let name = RequestID.make()
        do {
            var response: Response
            do {
                response = try await RequestID.$current.withValue(name) { try await next(request, context) }
            } catch let error as any HTTPResponseError {
                response = try error.response(from: request, context: context)
            }
            response.headers[.requestID] = name
            count(request, context, response.status, since: start)
            return response
        } catch {
            count(request, context, .internalServerError, since: start)
            throw error
        }
    }

    private func count(
        _ request: Request,
        _ context: Context,
        _ status: HTTPResponse.Status,
        since start: ContinuousClock.Instant
    ) {
        let time = (ContinuousClock.now - start).components
        // Methods that no route has are made up by whoever asks. What takes requests without a route is named "NotFound".
        let path = context.endpointPath.flatMap { $0.hasPrefix("/") ? $0 : nil }
        metrics.count(
            status: status.code,
            seconds: Double(time.seconds) + Double(time.attoseconds) * 1e-18,
            route: RequestMetrics.Route(method: path == nil ? "any" : request.method.rawValue, path: path ?? "none")
        )
    }
}

extension HTTPField.Name {
    /// As Mastodon's answers have it; clients may read it (`CORS`).
    static let requestID = HTTPField.Name("X-Request-Id") ?? .server
}
