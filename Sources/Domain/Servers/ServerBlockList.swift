// Lists of blocked servers, as they are passed around: the CSV of Mastodon.

public import Basics

public enum ServerBlockList {
    /// What is wrong with a list, and where.
    public struct Problem: Error, Sendable, Equatable, CustomStringConvertible {
        public let description: String
    }

    private static let header = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate"

    /// Reads a list with a header, or a plain one of a domain a line, which are then suspended.
    public static func blocks(_ bytes: [UInt8], at now: Timestamp) throws(Problem) -> [ServerBlock] {
        var rows: [[String]]
        do { rows = try CSV.parse(bytes, CSV.Limits(lines: 100_000)) } catch {
            throw Problem(description: error.description)
        }
        var places: [String: Int] = ["domain": 0]
        if let first = rows.first, first.contains(where: { name($0) == "domain" }) {
            places = Dictionary(first.enumerated().map { (name($0.element), $0.offset) }) { $1 }
            rows.removeFirst()
        }
        var blocks: [ServerBlock] = []
        for (number, row) in rows.enumerated() where !row.allSatisfy(\.isEmpty) {
            func field(_ name: String) -> String? {
                guard let place = places[name], place < row.count else { return nil }
                return row[place]
            }
            func flag(_ name: String) -> Bool { ["true", "1", "yes"].contains(field(name)?.lowercased()) }
            let written = field("domain") ?? ""
            guard let domain = HostName.canonical(written) else {
                throw Problem(description: "line \(number + 2): \"\(written.prefix(60))\" is not a domain.")
            }
            let severity = field("severity").map { $0.isEmpty ? "suspend" : $0.lowercased() } ?? "suspend"
            guard let severity = ServerSeverity(name: severity) else {
                throw Problem(description: "line \(number + 2): severity must be noop, silence or suspend.")
            }
            blocks.append(
                ServerBlock(
                    domain: domain,
                    severity: severity,
                    rejectsMedia: flag("reject_media"),
                    rejectsReports: flag("reject_reports"),
                    isObfuscated: flag("obfuscate"),
                    publicComment: String((field("public_comment") ?? "").prefix(2000)),
                    createdAt: now
                )
            )
        }
        return blocks
    }

    public static func text(_ blocks: [ServerBlock]) -> String {
        let lines = blocks.map { block in
            CSV.line([
                block.domain, block.severity.name, "\(block.rejectsMedia)", "\(block.rejectsReports)",
                block.publicComment, "\(block.isObfuscated)",
            ])
        }
        return header + "\n" + lines.joined()
    }

    private static func name(_ header: String) -> String {
        header.lowercased().filter { $0 != "#" && $0 != " " && $0 != "\u{FEFF}" }
    }
}
