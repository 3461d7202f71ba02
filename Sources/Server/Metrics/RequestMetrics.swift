// Counts and durations of requests, for /metrics.

internal import HTTPTypes
internal import Hummingbird
internal import Synchronization

/// What was answered, by class of status code, and how long it took.
final class RequestMetrics: Sendable {
    /// Upper bounds of the histogram, in seconds.
    static let bounds: [Double] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]

    struct State: Sendable {
        /// Requests answered with 1xx to 5xx.
        var answered = [Int](repeating: 0, count: 6)
        var buckets = [Int](repeating: 0, count: RequestMetrics.bounds.count + 1)
        var seconds = 0.0
        /// Requests whose client left before they were complete.
        var brokenOff = 0
    }

    private let state = Mutex(State())

    func count(status: Int, seconds: Double) {
        state.withLock { state in
            guard status != 499 else {
                state.brokenOff += 1
                return
            }
            state.answered[min(max(status / 100, 0), 5)] += 1
            state.buckets[RequestMetrics.bounds.firstIndex { seconds <= $0 } ?? RequestMetrics.bounds.count] += 1
            state.seconds += seconds
        }
    }

    var snapshot: State { state.withLock { $0 } }
}

/// Counts every request that passes.
struct RequestMetricsMiddleware<Context: RequestContext>: RouterMiddleware {
    let metrics: RequestMetrics

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let time = (ContinuousClock.now - start).components
        metrics.count(status: response.status.code, seconds: Double(time.seconds) + Double(time.attoseconds) * 1e-18)
        return response
    }
}
