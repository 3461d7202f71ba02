// A backup as a tar stream, for a pipe or a file.

internal import Basics

struct TarSink: BackupSink {
    /// Written to, never closed.
    let descriptor: Int32
    let time: Timestamp
    /// How long whoever reads may take nothing.
    let patience: Duration
    let stop: StopFlag

    private var stream: DiskFile { DiskFile(descriptor, name: "standard output", patience: (patience, stop)) }

    func add(_ path: String, _ bytes: [UInt8]) throws -> BackedUpFile {
        try begin(path, size: Int64(bytes.count))
        try stream.write(bytes)
        try pad(Int64(bytes.count))
        return BackedUpFile(path: path, size: Int64(bytes.count), sha256: FileDigest.of(bytes))
    }

    func add(_ path: String, from place: String) throws -> BackedUpFile? {
        guard let file = try DiskFile(existing: place) else { return nil }
        let (size, stream) = (file.size, stream)
        try begin(path, size: size)
        var digest = FileDigest()
        while digest.count < size {
            let piece = try file.read(Int(min(Int64(DiskFile.pieceBytes), size - digest.count)))
            guard !piece.isEmpty else { throw BackupError("\(place) became shorter while it was read.") }
            digest.update(piece)
            try stream.write(piece)
        }
        try pad(size)
        return BackedUpFile(path: path, size: size, sha256: digest.text)
    }

    /// Two empty blocks end a tar stream.
    func end(_ manifest: BackupManifest) throws {
        _ = try add(BackupManifest.name, manifest.text)
        try stream.write([UInt8](repeating: 0, count: 2 * TarHeader.blockBytes))
    }

    private func begin(_ path: String, size: Int64) throws {
        guard let block = TarHeader.block(path, size: size, time: time.seconds) else {
            throw BackupError("\(path) is too long a name, or too large a file, for a tar stream.")
        }
        try stream.write(block)
    }

    private func pad(_ size: Int64) throws {
        let rest = Int(size % Int64(TarHeader.blockBytes))
        if rest > 0 { try stream.write([UInt8](repeating: 0, count: TarHeader.blockBytes - rest)) }
    }
}
