// Reads a manifest; accepts any bytes, and believes none that its own checksum does not cover.

internal import Basics
internal import Database
internal import Storage

extension BackupManifest {
    /// Throws `BackupError` with what is wrong, to be read after "The backup ….".
    init(text: [UInt8]) throws {
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // The last line ends, too.
        guard lines.count >= 3, let end = lines.last, end.isEmpty, text.count < 4 << 30 else {
            throw BackupError("The backup is cut off: its manifest has no end.")
        }
        let seal = try BackupManifest.value(lines[lines.count - 2])
        let covered = text.dropLast(lines[lines.count - 2].count + 1)
        guard seal["sha256"]?.string == FileDigest.of(Array(covered)), seal["files"]?.int == Int64(lines.count - 3)
        else {
            throw BackupError("The backup is damaged: its manifest does not have the checksum that it should.")
        }
        try self.init(head: try BackupManifest.value(lines[0]))
        files = try lines[1..<(lines.count - 2)].map { line in
            let value = try BackupManifest.value(line)
            guard let path = value["path"]?.string, BackupPath.isSafe(path), let size = value["size"]?.int, size >= 0,
                let sha256 = value["sha256"]?.string
            else { throw BackupManifest.strange }
            return BackedUpFile(path: path, size: size, sha256: sha256)
        }
        guard Set(files.map(\.path)).count == files.count, seal["bytes"]?.int == bytes else {
            throw BackupManifest.strange
        }
    }

    private init(head: JSONValue) throws {
        guard let form = head["chorus_backup"]?.int else { throw BackupError("This is not a backup of Chorus.") }
        let version = head["version"]?.string ?? "a version that does not say its name"
        guard form == BackupManifest.form else {
            throw BackupError("The backup was made by a newer Chorus (\(version)): install that to restore it.")
        }
        guard let madeAt = head["made_at"]?.string.flatMap({ Timestamp(iso8601: $0) }),
            let engine = head["engine"]?.string, let url = head["url"]?.string,
            case .object(let schema) = head["schema"], case .object(let sequences) = head["sequences"],
            let tables = head["tables"]?.array
        else { throw BackupManifest.strange }
        self.init(madeAt: madeAt, engine: engine, url: url, bucket: head["media_bucket"]?.string)
        self.version = version
        for member in schema {
            guard let number = Int64(member.key), let name = member.value.string else { throw BackupManifest.strange }
            self.schema[number] = name
        }
        for member in sequences {
            guard BackupPath.isName(member.key), let last = member.value.int else { throw BackupManifest.strange }
            self.sequences[member.key] = last
        }
        self.tables = try tables.map { try Table($0) }
    }

    private static func value(_ line: ArraySlice<UInt8>) throws -> JSONValue {
        do {
            return try JSONValue.parse(Array(line))
        } catch {
            throw BackupError("The backup is damaged: its manifest is \(error).")
        }
    }

    fileprivate static let strange = BackupError("The backup is damaged: its manifest says what cannot be.")
}

extension BackupManifest.Table {
    fileprivate init(_ value: JSONValue) throws {
        guard let name = value["name"]?.string, BackupPath.isName(name), let rows = value["rows"]?.int,
            let columns = value["columns"]?.array
        else { throw BackupManifest.strange }
        shape = TableShape(
            name: name,
            columns: try columns.map { column in
                guard let parts = column.array, parts.count == 2, let name = parts[0].string, BackupPath.isName(name),
                    let kind = parts[1].string.flatMap({ ColumnKind(rawValue: $0) })
                else { throw BackupManifest.strange }
                return TableShape.Column(name: name, kind: kind)
            }
        )
        self.rows = rows
    }
}

extension JSONValue {
    /// A whole number; nil for anything else.
    fileprivate var int: Int64? {
        if case .number(let text) = self { Int64(text) } else { nil }
    }
}
