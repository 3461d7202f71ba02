// What monitors and load balancers ask: whether the process lives, and whether it can serve.

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Services

/// Nothing here waits for a disk; the database is asked at most once in two seconds, whoever asks.
struct HealthRoutes: Sendable {
    let services: Services
    let backups: ScheduledBackups?

    func register<Context: RequestContext>(on router: Router<Context>) {
        // As Mastodon: a word, or JSON for those who ask for it. An old backup is said, and is no reason to take it away.
        router.get("/health") { request, _ in
            request.headers[.accept]?.contains("json") == true
                ? HealthRoutes.json(.ok, "OK", backups.map { [$0.health] } ?? []) : HealthRoutes.text(.ok, "OK")
        }
        router.get("/health/live") { _, _ in HealthRoutes.text(.ok, "OK") }
        router.get("/health/ready") { _, _ in await ready() }
    }

    /// 503 where the database does not answer: another node may serve. A full disk is said; pages can still be read.
    private func ready() async -> Response {
        let isAnswering = await services.isDatabaseAnswering()
        let taken =
            switch services.disk.pressure {
            case .nothing: "everything"
            case .files: "posts"
            case .posts: "nothing"
            }
        let members =
            ["\"database\":\"\(isAnswering ? "answers" : "does not answer")\"", "\"takes\":\"\(taken)\""]
            + (backups.map { [$0.health] } ?? [])
        return HealthRoutes.json(
            isAnswering ? .ok : .serviceUnavailable,
            isAnswering ? "OK" : "unavailable",
            members
        )
    }

    private static func json(_ status: HTTPResponse.Status, _ word: String, _ members: [String]) -> Response {
        let body = (["\"status\":\"\(word)\""] + members).joined(separator: ",")
        return answer(status, "application/json; charset=utf-8", "{\(body)}")
    }

    private static func text(_ status: HTTPResponse.Status, _ word: String) -> Response {
        answer(status, "text/plain; charset=utf-8", word)
    }

    private static func answer(_ status: HTTPResponse.Status, _ type: String, _ body: String) -> Response {
        Response(
            status: status,
            headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: body))
        )
    }
}
