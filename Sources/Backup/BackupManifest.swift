// What a backup says of itself: the last of its files, without which it is no backup. docs/operations.md shows its lines.

public import Basics
internal import Database
public import Storage

/// A file of a backup.
public struct BackedUpFile: Sendable, Equatable {
    /// Within the backup.
    public var path: String
    public var size: Int64
    /// SHA-256 in hexadecimal.
    public var sha256: String

    public init(path: String, size: Int64, sha256: String) {
        (self.path, self.size, self.sha256) = (path, size, sha256)
    }
}

/// What a backup is of, and what it has.
public struct BackupManifest: Sendable, Equatable {
    public struct Table: Sendable, Equatable {
        public var shape: TableShape
        public var rows: Int64
    }

    /// Of the form that this program writes.
    static let form: Int64 = 1
    public static let name = "manifest.jsonl"

    /// Of the program that made it.
    public var version = Version.current
    public var madeAt: Timestamp
    public var engine: String
    /// Where the server was reached.
    public var url: String
    /// The address of the bucket that has the media files; nil where the backup has them.
    public var bucket: String?
    /// Migrations of the database, by number.
    public var schema: [Int64: String] = [:]
    public var tables: [Table] = []
    /// The last number given out by each table that counts up.
    public var sequences: [String: Int64] = [:]
    public var files: [BackedUpFile] = []

    public init(madeAt: Timestamp, engine: String, url: String, bucket: String? = nil) {
        (self.madeAt, self.engine, self.url, self.bucket) = (madeAt, engine, url, bucket)
    }

    public var rows: Int64 { tables.reduce(0) { $0 &+ $1.rows } }
    public var bytes: Int64 { files.reduce(0) { $0 &+ $1.size } }

    /// A line about the backup, one for each file, one with the checksum of all before it.
    var text: [UInt8] {
        var text = head
        for file in files {
            var writer = JSONWriter(capacity: 160)
            writer.beginObject()
            writer.key("path")
            writer.string(file.path)
            writer.key("size")
            writer.int(file.size)
            writer.key("sha256")
            writer.string(file.sha256)
            writer.endObject()
            text += writer.bytes
            text.append(UInt8(ascii: "\n"))
        }
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("files")
        writer.int(Int64(files.count))
        writer.key("bytes")
        writer.int(bytes)
        writer.key("sha256")
        writer.string(FileDigest.of(text))
        writer.endObject()
        return text + writer.bytes + [UInt8(ascii: "\n")]
    }

    private var head: [UInt8] {
        var writer = JSONWriter(capacity: 1 << 14)
        writer.beginObject()
        writer.key("chorus_backup")
        writer.int(BackupManifest.form)
        writer.key("version")
        writer.string(version)
        writer.key("made_at")
        writer.string(madeAt.iso8601)
        writer.key("engine")
        writer.string(engine)
        writer.key("url")
        writer.string(url)
        if let bucket {
            writer.key("media_bucket")
            writer.string(bucket)
        }
        writer.key("schema")
        writer.beginObject()
        for (number, name) in schema.sorted(by: { $0.key < $1.key }) {
            writer.key(text: "\(number)")
            writer.string(name)
        }
        writer.endObject()
        writer.key("sequences")
        writer.beginObject()
        for (table, last) in sequences.sorted(by: { $0.key < $1.key }) {
            writer.key(text: table)
            writer.int(last)
        }
        writer.endObject()
        writer.key("tables")
        writer.beginArray()
        for table in tables { table.write(to: &writer) }
        writer.endArray()
        writer.endObject()
        return writer.bytes + [UInt8(ascii: "\n")]
    }
}

extension BackupManifest.Table {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("name")
        writer.string(shape.name)
        writer.key("rows")
        writer.int(rows)
        writer.key("columns")
        writer.beginArray()
        for column in shape.columns {
            writer.beginArray()
            writer.string(column.name)
            writer.string(column.kind.rawValue)
            writer.endArray()
        }
        writer.endArray()
        writer.endObject()
    }
}
