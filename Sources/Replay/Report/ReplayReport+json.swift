// The report as JSON for programs.

internal import Basics
internal import Foundation

extension ReplayReport {
    /// One object; seconds and rates are decimals, latencies milliseconds.
    public var json: [UInt8] {
        var json = JSONWriter(capacity: 4096)
        json.beginObject()
        json.field("exact", isExact)
        json.field("stopped", stopText)
        json.field("seed", String(options.seed))
        json.field("level", options.events == nil ? options.level.rawValue : nil)
        json.decimal("hours", options.hours)
        json.decimal("speed", drive.speed)
        json.field("people", options.people)
        json.field("origins", options.origins)
        json.field("call", call)
        json.decimal("seconds", seconds)
        json.field("sent", sum(\.sent, reads: false))
        json.field("acknowledged", sum(\.acknowledged, reads: false))
        json.decimal("per_second", Double(sum(\.acknowledged, reads: false)) / seconds)
        json.field("reads", sum(\.acknowledged, reads: true))
        json.field("retries", tally.retries)
        json.field("skipped", tally.skipped)
        json.field("uncertain", uncertain.count)
        json.decimal("behind", tally.behind)
        json.array("failures") { json in
            for (reason, count) in tally.failures.sorted(by: { $0.key < $1.key }) {
                json.beginObject()
                json.field("reason", reason)
                json.field("count", count)
                json.endObject()
            }
        }
        json.array("requests") { json in kinds.forEach { write($0, to: &json) } }
        json.field("sampled", sampled)
        json.field("missing", missing)
        json.decimal("settled_after", settledAfter)
        write(comparisons, "figures", to: &json)
        if let shown {
            json.object("shown") { json in
                json.field("people", shown.people)
                json.field("spoke", shown.spoke)
                json.key("silent")
                if let silent = shown.silent { json.int(Int64(silent)) } else { json.null() }
                json.field("silent_as_of", shown.asOf)
            }
        }
        json.decimal("movement_listed_after", trends.movementAfter)
        if options.hasAttack {
            json.object("attack") { json in
                json.field("listed", trends.attackWasListed)
                json.field("looks", trends.looks)
                json.field("suspended", suspended)
                json.field("numbers_sent", tally.numbersSent)
                json.field("numbers_stopped", tally.numbersStopped)
                json.field("numbers_seen", tally.numbersSeen)
                json.decimal("exact_after", takedownAfter)
                write(afterTakedown, "figures", to: &json)
            }
        }
        json.endObject()
        return json.bytes + Array("\n".utf8)
    }

    private var stopText: String? {
        switch stopped {
        case .interrupted: "interrupted"
        case .serverGone(let why): "the server no longer answers: \(why)"
        case nil: nil
        }
    }

    private func write(_ kind: RequestKind, to json: inout JSONWriter) {
        let tally = tally(kind)
        json.beginObject()
        json.field("kind", kind.rawValue)
        json.field("sent", tally.sent)
        json.field("acknowledged", tally.acknowledged)
        json.decimal("p50", Double(tally.latencies.quantile(0.5)) / 1000)
        json.decimal("p90", Double(tally.latencies.quantile(0.9)) / 1000)
        json.decimal("p99", Double(tally.latencies.quantile(0.99)) / 1000)
        json.decimal("max", Double(tally.latencies.longest) / 1000)
        json.endObject()
    }

    private func write(_ comparisons: [Comparison], _ name: StaticString, to json: inout JSONWriter) {
        json.array(name) { json in
            for row in comparisons {
                json.beginObject()
                json.field("subject", row.figure.subject)
                json.field("metric", row.figure.metric.rawValue)
                json.field("least", row.expected.lowerBound)
                json.field("most", row.expected.upperBound)
                json.key("server")
                if let server = row.server { json.int(Int64(server)) } else { json.null() }
                json.field("withheld", row.isWithheld)
                json.field("equal", row.isEqual)
                json.endObject()
            }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func decimal(_ name: StaticString, _ value: Double?) {
        key(name)
        if let value { raw(Array(String(format: "%.3f", value).utf8)) } else { null() }
    }
}
