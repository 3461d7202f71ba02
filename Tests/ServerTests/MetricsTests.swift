// What monitoring reads: figures by route, of what waits and of the disk; and the files that are handed out with them.
import Basics
import Database
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Jobs
import Logging
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Server
@testable import Services

@Suite("Figures for monitoring")
struct MetricsTests {
    private static let packaging = URL(filePath: #filePath).appending(path: "../../../packaging").standardized

    private static func text(_ requests: RequestMetrics.State, _ disk: DiskWatch = DiskWatch()) async throws -> String {
        var backlog = BacklogFigures()
        backlog.queues = [BacklogFigures.Queue(name: "jobs", waiting: 3, lag: 12)]
        backlog.failingHosts = [BacklogFigures.Host(name: "far\"\\.example", seconds: 90)]
        let text = Mutex("")
        try await withDatabase(.sqlite, migrate: { try await Migrator.migrate($0) }) { [backlog] database in
            let services = Services(database: database, site: try #require(Site(url: "https://chorus.example")))
            let rendered = MetricsText.render(
                requests,
                database.statistics,
                services.jobs.figures,
                services.deliveries.figures,
                services.inbox.figures,
                ScheduledBackups.State(age: 5, isOverdue: false, hasFailed: false),
                backlog,
                disk
            )
            text.withLock { $0 = rendered }
        }
        return text.withLock { $0 }
    }

    /// Answers as routes do, with the figures that come of it.
    private func ask(_ requests: [(HTTPRequest.Method, String)]) async throws -> (RequestMetrics.State, [String]) {
        let metrics = RequestMetrics()
        let router = Router()
        router.add(middleware: RequestMetricsMiddleware(metrics: metrics))
        router.get("/posts/:id") { _, _ in RequestID.current ?? "" }
        router.get("/broken") { _, _ -> String in throw HTTPError(.serviceUnavailable) }
        let names = try await Application(router: router).test(.router) { client in
            var names: [String] = []
            for (method, path) in requests {
                names.append(
                    try await client.execute(uri: path, method: method) { response in
                        let name = response.headers[.requestID] ?? ""
                        // What is logged meanwhile has the same name.
                        if path.hasPrefix("/posts") { #expect(String(buffer: response.body) == name) }
                        return name
                    }
                )
            }
            return names
        }
        return (metrics.snapshot, names)
    }

    @Test("requests are counted by the route that took them, never by what was asked for")
    func routes() async throws {
        let (state, names) = try await ask([
            (.get, "/posts/1"), (.get, "/posts/2"), (.get, "/broken"), (.get, "/no/such/page"), (.delete, "/elsewhere"),
        ])
        #expect(Set(names.prefix(2)).count == 2 && names.prefix(2).allSatisfy { $0.count == 12 })
        let lines = try await MetricsTests.text(state).split(separator: "\n")
        for line in [
            #"chorus_http_route_requests_total{method="GET",route="/posts/{id}",status="2xx"} 2"#,
            #"chorus_http_route_requests_total{method="GET",route="/broken",status="5xx"} 1"#,
            #"chorus_http_route_requests_total{method="any",route="none",status="4xx"} 2"#,
            #"chorus_http_requests_total{status="4xx"} 2"#,
            #"chorus_queue_waiting{queue="jobs"} 3"#,
            #"chorus_queue_lag_seconds{queue="jobs"} 12"#,
            #"chorus_delivery_failing_seconds{host="far\"\\.example"} 90"#,
            "chorus_backup_age_seconds 5",
        ] { #expect(lines.contains(Substring(line)), "\(line)") }
    }

    @Test(
        "the dashboard and the alert rules name figures that there are",
        arguments: [
            "grafana/chorus-dashboard.json", "prometheus/chorus-rules.yaml",
        ]
    )
    func files(_ path: String) async throws {
        let text = try String(contentsOf: MetricsTests.packaging.appending(path: path), encoding: .utf8)
        if path.hasSuffix("json") { _ = try JSONSerialization.jsonObject(with: Data(text.utf8)) }
        let disk = DiskWatch(folder: "/", measure: { _ in DiskSpace(total: 100, available: 50) })
        await disk.look()
        var state = RequestMetrics.State()
        state.routes[.init(method: "GET", path: "/")] = .init(answered: [0, 0, 1, 0, 0, 0], seconds: 1)
        let there = Set(
            try await MetricsTests.text(state, disk).split(separator: "\n").filter { !$0.hasPrefix("#") }
                .map { String($0.prefix { $0 != " " && $0 != "{" }) }
        ).union(["chorus_disk_days_left"])
        let named = Set(text.matches(of: /\b(?:chorus|process)_[a-z_]+/).map { String($0.0) })
        #expect(named.count > 8)
        #expect(named.subtracting(there) == [])
    }
}
