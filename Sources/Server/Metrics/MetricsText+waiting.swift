// What /metrics says of routes, of what waits, and of the disk.

internal import Basics
internal import Services

extension MetricsText {
    mutating func routes(_ routes: [RequestMetrics.Route: RequestMetrics.RouteState]) {
        let sorted = routes.sorted { ($0.key.path, $0.key.method) < ($1.key.path, $1.key.method) }
        head("chorus_http_route_requests_total", "counter", "Requests answered, by route and class of status.")
        for (route, state) in sorted {
            for (kind, count) in state.answered.enumerated() where count > 0 {
                add("chorus_http_route_requests_total{\(labels(route)),status=\"\(kind)xx\"} \(count)")
            }
        }
        head("chorus_http_route_seconds_total", "counter", "Time that the requests of a route have taken.")
        for (route, state) in sorted { add("chorus_http_route_seconds_total{\(labels(route))} \(state.seconds)") }
    }

    private func labels(_ route: RequestMetrics.Route) -> String {
        "method=\"\(MetricsText.label(route.method))\",route=\"\(MetricsText.label(route.path))\""
    }

    mutating func backlog(_ figures: BacklogFigures) {
        head("chorus_queue_waiting", "gauge", "What waits in a queue, of all nodes.")
        for queue in figures.queues { add("chorus_queue_waiting{queue=\"\(queue.name)\"} \(queue.waiting)") }
        head("chorus_queue_lag_seconds", "gauge", "How long the oldest in a queue is due.")
        for queue in figures.queues { add("chorus_queue_lag_seconds{queue=\"\(queue.name)\"} \(queue.lag)") }
        value("chorus_jobs_dead", "gauge", "Jobs that were given up and are still kept.", figures.deadJobs)
        head(
            "chorus_delivery_failing_seconds",
            "gauge",
            "For how long nothing could be delivered to a server; the longest ten."
        )
        for host in figures.failingHosts {
            add("chorus_delivery_failing_seconds{host=\"\(MetricsText.label(host.name))\"} \(host.seconds)")
        }
        value("chorus_database_bytes", "gauge", "What the database takes on its disk.", figures.databaseBytes)
    }

    mutating func disk(_ space: DiskSpace, _ watch: DiskWatch) {
        value("chorus_disk_bytes", "gauge", "Size of the data folder's disk.", space.total)
        value("chorus_disk_available_bytes", "gauge", "What of it is free.", space.available)
        if let days = watch.daysLeft {
            value("chorus_disk_days_left", "gauge", "Days until it is full, at the pace of the last two weeks.", days)
        }
        value(
            "chorus_disk_refusing",
            "gauge",
            "0 while everything is taken, 1 while no files are, 2 while no posts are.",
            watch.pressure.rawValue
        )
    }

    /// As it may stand between quotes (https://prometheus.io/docs/instrumenting/exposition_formats/).
    static func label(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
