// Backups that a server makes by itself, and what of its settings they hold.

internal import Basics

/// When backups are made, where, and how many are kept.
public struct BackupSettings: Sendable, Equatable {
    public var folder: String
    public var interval: Duration
    public var keep: Int
}

extension Settings {
    /// Nil where no folder is named.
    static func backups(_ value: (String) -> String) throws -> BackupSettings? {
        let every = value("backup-every")
        guard let interval = duration(every) else {
            throw SettingsError("backup-every is \"\(every)\": it must be a time like 30m, 24h or 7d.")
        }
        guard let keep = Int(value("backup-keep")), (1...10_000).contains(keep) else {
            throw SettingsError("backup-keep is \"\(value("backup-keep"))\": it must be a number from 1 to 10000.")
        }
        guard !value("backup-dir").isEmpty else { return nil }
        return BackupSettings(
            folder: Settings.absolute(value("backup-dir")),
            interval: interval,
            keep: keep
        )
    }

    /// `30m`, `24h` or `7d`; nil for anything else.
    static func duration(_ text: String) -> Duration? {
        let units: [Character: Int64] = ["m": 60, "h": 3600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
            (1...10_000).contains(count)
        else { return nil }
        return .seconds(count * unit)
    }

    /// What a backup does not hold: whoever can read it could come in elsewhere with it.
    private static let secrets: Set<String> = [
        "database", "smtp-password", "media-key-id", "media-secret", "translator-key",
    ]

    /// Settings that are not as they are by default, as a file for `--config`; without secrets, which it names.
    static func file(of values: [String: String]) -> String {
        var lines = ["# The settings of the server when this backup was made."]
        // A copy that is tried elsewhere must write neither into this server's data nor into its backups.
        for entry in entries where entry.name != "data-dir" && entry.name != "backup-dir" {
            guard let value = values[entry.name], value != entry.standard else { continue }
            guard !secrets.contains(entry.name) else {
                lines.append("# \(entry.name) was set too, and is not kept here.")
                continue
            }
            // A string of JSON is one of YAML (https://yaml.org/spec/1.2.2/, section 1.2).
            var writer = JSONWriter()
            writer.string(value)
            lines.append("\(entry.name): \(String(decoding: writer.bytes, as: UTF8.self))")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
