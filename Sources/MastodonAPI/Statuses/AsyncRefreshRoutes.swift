// What is still being fetched from other servers, as apps ask for it (Mastodon 4.4).

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func asyncRefreshRoutes(_ table: inout RouteTable) {
    table.get("/api/v1_alpha/async_refreshes/:id", .user(.read)) { request in
        guard let status = AsyncRefresh.status(request.pathText("id")) else { throw APIError.notFound }
        _ = try await request.visibleStatus(status)
        guard let thread = try await request.services.threadLook(status), thread.lookedAt != nil else {
            throw APIError.notFound
        }
        var json = JSONWriter(capacity: 128)
        json.beginObject()
        json.object("async_refresh") { json in
            json.field("id", AsyncRefresh.id(thread))
            json.field("status", request.services.isLooking(thread) ? "running" : "finished")
            json.field("result_count", Int(thread.found))
        }
        json.endObject()
        return .json(json)
    }
}

/// The look at a thread, as a refresh of Mastodon's.
enum AsyncRefresh {
    private static let start = "thread-"

    static func id(_ thread: RemoteThread) -> String { "\(start)\(thread.statusID)" }

    static func status(_ id: String) -> Int64? { id.hasPrefix(start) ? Int64(id.dropFirst(start.count)) : nil }

    /// Of the answer to a request, while the look goes on.
    static func header(_ thread: RemoteThread, isRunning: Bool) -> String? {
        guard isRunning else { return nil }
        return "id=\"\(id(thread))\", retry=5, result_count=\(thread.found)"
    }
}
