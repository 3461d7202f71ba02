// /metrics in the text format of Prometheus, version 0.0.4.

internal import Database
internal import Foundation
internal import Jobs
internal import Services

/// Puts the numbers of the process, its requests and its database into text.
struct MetricsText {
    private var lines: [String] = []

    static func render(
        _ requests: RequestMetrics.State,
        _ database: DatabaseStatistics,
        _ jobs: JobQueue.Figures,
        _ deliveries: DeliveryQueue.Figures,
        _ inbox: InboxQueue.Figures,
        _ backups: ScheduledBackups.State?,
        _ backlog: BacklogFigures? = nil,
        _ disk: DiskWatch = DiskWatch()
    ) -> String {
        var text = MetricsText()
        text.requests(requests)
        text.routes(requests.routes)
        text.value("chorus_database_reads_total", "counter", "Read closures run.", database.reads)
        text.value("chorus_database_writes_total", "counter", "Write closures run.", database.writes)
        text.value(
            "chorus_database_transactions_total",
            "counter",
            "Transactions committed; one may hold many writes.",
            database.transactions
        )
        text.value("chorus_database_statements_total", "counter", "SQL statements run.", database.statements)
        text.value(
            "chorus_database_waiting_writes",
            "gauge",
            "Writes that wait for their turn.",
            database.waitingWrites
        )
        text.value("chorus_jobs_done_total", "counter", "Jobs done.", jobs.done)
        text.value(
            "chorus_jobs_failed_total",
            "counter",
            "Attempts at jobs that failed and are made again.",
            jobs.failed
        )
        text.value("chorus_jobs_given_up_total", "counter", "Jobs given up.", jobs.givenUp)
        text.deliveries(deliveries)
        text.inbox(inbox)
        if let backlog { text.backlog(backlog) }
        if let space = disk.space { text.disk(space, disk) }
        if let backups { text.backups(backups) }
        text.value("process_resident_memory_bytes", "gauge", "Resident memory.", residentBytes())
        return text.lines.joined(separator: "\n") + "\n"
    }

    private mutating func deliveries(_ figures: DeliveryQueue.Figures) {
        head("chorus_deliveries_total", "counter", "Attempts to send activities to other servers, by how they ended.")
        let results = [
            ("delivered", figures.delivered), ("refused", figures.refused), ("failed", figures.failed),
            ("given_up", figures.givenUp),
        ]
        for (result, count) in results { lines.append("chorus_deliveries_total{result=\"\(result)\"} \(count)") }
        value("chorus_delivery_hosts", "gauge", "Servers that are sent to now.", figures.hosts)
    }

    private mutating func inbox(_ figures: InboxQueue.Figures) {
        head("chorus_inbox_total", "counter", "Activities of other servers, by what became of them.")
        let results = [
            ("received", figures.received), ("repeated", figures.repeated), ("shed", figures.shed),
            ("done", figures.done), ("failed", figures.failed), ("given_up", figures.givenUp),
        ]
        for (result, count) in results { lines.append("chorus_inbox_total{result=\"\(result)\"} \(count)") }
        value("chorus_inbox_waiting", "gauge", "Activities that wait to be worked on.", figures.waiting)
    }

    private mutating func backups(_ state: ScheduledBackups.State) {
        if let age = state.age {
            value("chorus_backup_age_seconds", "gauge", "Time since the newest whole backup was begun.", age)
        }
        let failed = state.hasFailed ? 1 : 0
        value("chorus_backup_failing", "gauge", "1 while the last attempt at a backup has failed.", failed)
        value(
            "chorus_backup_overdue",
            "gauge",
            "1 while the newest backup is older than it should be.",
            state.isOverdue ? 1 : 0
        )
    }

    mutating func add(_ line: String) { lines.append(line) }

    mutating func head(_ name: String, _ type: String, _ help: String) {
        lines.append("# HELP \(name) \(help)")
        lines.append("# TYPE \(name) \(type)")
    }

    mutating func value(_ name: String, _ type: String, _ help: String, _ value: some BinaryInteger) {
        head(name, type, help)
        lines.append("\(name) \(value)")
    }

    private mutating func requests(_ state: RequestMetrics.State) {
        head("chorus_http_requests_total", "counter", "Requests answered, by class of status.")
        for (place, count) in state.answered.enumerated() where place > 0 {
            lines.append("chorus_http_requests_total{status=\"\(place)xx\"} \(count)")
        }
        value(
            "chorus_http_requests_broken_off_total",
            "counter",
            "Requests whose client left before they were complete.",
            state.brokenOff
        )
        head("chorus_http_request_seconds", "histogram", "Time from the request's head to its answer.")
        var sum = 0
        for (place, count) in state.buckets.enumerated() {
            sum += count
            let bound = place < RequestMetrics.bounds.count ? "\(RequestMetrics.bounds[place])" : "+Inf"
            lines.append("chorus_http_request_seconds_bucket{le=\"\(bound)\"} \(sum)")
        }
        lines.append("chorus_http_request_seconds_sum \(state.seconds)")
        lines.append("chorus_http_request_seconds_count \(sum)")
    }

    /// Second number of /proc/self/statm, in pages; 0 where there is no such file.
    private static func residentBytes() -> Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
        let fields = text.split(separator: " ")
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
    }
}
