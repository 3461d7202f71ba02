// The report as text for people.

internal import Foundation

extension ReplayReport {
    /// Lines of at most 120 characters.
    public var text: String {
        ([headline, table] + [failures, counts, takedown, verdict].compactMap { $0 }).joined(separator: "\n\n") + "\n"
    }

    private var headline: String {
        let acknowledged = sum(\.acknowledged, reads: false)
        let reads = sum(\.acknowledged, reads: true)
        var lines = [
            "Replay, seed \(options.seed): \(number(acknowledged)) of \(number(sum(\.sent, reads: false))) writes acknowledged in "
                + "\(decimal(seconds)) s, \(number(Int(Double(acknowledged) / seconds))) a second."
        ]
        if reads > 0 {
            let ratio = Double(reads) / Double(max(1, acknowledged))
            lines.append(
                "Beside them \(number(reads)) reads, \(number(Int(Double(reads) / seconds))) a second, \(decimal(ratio)) for each "
                    + "write; \(number(tally.notModified)) were answered 304."
            )
        }
        if tally.behind > 0.5 {
            lines.append(
                "At most \(decimal(tally.behind)) s behind the schedule: the server or this machine was slower than the speed asked for."
            )
        }
        if options.origins > 0 {
            lines.append("Every other one of the people was on one of \(number(options.origins)) made-up servers.")
        }
        if let after = trends.movementAfter { lines.append("#MeToo was a trend \(decimal(after)) s after the start.") }
        return lines.joined(separator: "\n")
    }

    private var table: String {
        var rows = [["request", "sent", "acknowledged", "p50 ms", "p90 ms", "p99 ms", "max ms"]]
        for kind in kinds {
            let tally = tally(kind)
            let times = [0.5, 0.9, 0.99].map { tally.latencies.quantile($0) } + [tally.latencies.longest]
            rows.append(
                [kind.rawValue, number(tally.sent), number(tally.acknowledged)]
                    + times.map { String(format: "%.1f", Double($0) / 1000) }
            )
        }
        return columns(rows)
    }

    private var failures: String? {
        var lines = tally.failures.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "  \(number($0.value)) × \($0.key)" }
        if tally.skipped > 0 {
            lines.append("  \(number(tally.skipped)) × not sent, because what it refers to is not there")
        }
        if !uncertain.isEmpty {
            lines.append("  \(number(uncertain.count)) may or may not have been done: figures are intervals")
        }
        if tally.failures.keys.contains(where: { $0.contains("with 429") }) {
            lines.append("  The server limits requests (429): start it with --no-rate-limits for a replay.")
        }
        if tally.failures.keys.contains(where: { $0.contains("elsewhere was refused with 40") }) {
            lines.append(
                "  It speaks with no server on this machine: start it with --federation on --outbound-private 127.0.0.0/8."
            )
        }
        return lines.isEmpty ? nil : (["Not acknowledged:"] + lines).joined(separator: "\n")
    }

    private var counts: String? {
        guard !comparisons.isEmpty else { return nil }
        let settled =
            settledAfter.map { "equal \(decimal($0)) s after the last event" }
            ?? (comparisons.contains { $0.server != nil }
                ? "NOT EQUAL after \(decimal(drive.settle)) s" : "the server could not be asked")
        return "Acknowledged, and what the server counts (\(settled)):\n" + figures(comparisons) + (shownLine ?? "")
    }

    private var shownLine: String? {
        guard let shown else { return nil }
        let silent =
            shown.silent.map { "\(number($0)) answered silently as of \(shown.asOf ?? "?")" }
            ?? "silent answers are not shown yet"
        return "\nEverybody is shown \(number(shown.people)) people: \(number(shown.spoke)) spoke, \(silent)."
    }

    private var takedown: String? {
        guard !afterTakedown.isEmpty else { return nil }
        let listed =
            trends.attackWasListed ? "WAS LISTED as a trend" : "was never listed as a trend (\(trends.looks) looks)"
        let settled =
            takedownAfter.map { "all figures were exact without them \(decimal($0)) s later" }
            ?? "the figures were NOT exact without them after \(decimal(drive.settle)) s"
        return """
            The attack: #\(TagSet.names[6]) \(listed). \(number(suspended)) puppets were suspended; \(settled):
            \(figures(afterTakedown))
            \(numbers)
            """
    }

    private var numbers: String {
        "Private numbers: \(number(tally.numbersSent)) sent, \(number(tally.numbersStopped)) of them kept back, "
            + (tally.numbersSeen == 0 ? "seen in no read." : "SEEN in \(number(tally.numbersSeen)) reads.")
    }

    private var verdict: String? {
        var lines: [String] = []
        switch stopped {
        case .interrupted: lines.append("Ended early, as asked: the rest of the plan was not sent.")
        case .serverGone(let why):
            lines.append(
                "The server at \(drive.url) no longer answers (\(why)). It had acknowledged \(number(sum(\.acknowledged, reads: false))) "
                    + "writes, and what it counts cannot be read."
            )
        case nil: break
        }
        if missing > 0 { lines.append("\(number(missing)) of \(number(sampled)) acknowledged posts are MISSING.") }
        lines.append(isExact ? "Exact: the server has what it acknowledged, and counts it." : "NOT EXACT.")
        return lines.joined(separator: "\n")
    }

    private func figures(_ comparisons: [Comparison]) -> String {
        var rows = [["", "", "acknowledged", "counted", ""]]
        for row in comparisons {
            let expected =
                row.expected.count == 1
                ? number(row.expected.lowerBound)
                : "\(number(row.expected.lowerBound)) to \(number(row.expected.upperBound))"
            let shown = row.isWithheld ? "withheld" : row.server.map(number) ?? "?"
            rows.append([
                row.figure.subject, row.figure.metric.rawValue, expected, shown,
                row.isEqual || row.server == nil ? "" : "≠",
            ])
        }
        return columns(rows, textColumns: 2)
    }

    /// Columns side by side: the first ones flush left, the others flush right.
    private func columns(_ rows: [[String]], textColumns: Int = 1) -> String {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return column < textColumns ? cell + space : space + cell
            }
            return ("  " + cells.joined(separator: "  ")).replacing(/\s+$/, with: "")
        }.joined(separator: "\n")
    }

    private func decimal(_ value: Double) -> String { String(format: "%.1f", value) }

    /// With commas between thousands.
    private func number(_ value: Int) -> String {
        var digits = String(value.magnitude)
        var grouped = ""
        while digits.count > 3 {
            grouped = "," + digits.suffix(3) + grouped
            digits.removeLast(3)
        }
        return (value < 0 ? "-" : "") + digits + grouped
    }
}
