// Takes a backup out of a tar stream, into a folder: only names that backups have, and nothing that is not a file.

struct TarUnpacking {
    private let stream: DiskFile
    private let folder: String
    private let stop: StopFlag
    private var found: [BackedUpFile] = []

    private init(_ stream: DiskFile, into folder: String, _ stop: StopFlag) {
        (self.stream, self.folder, self.stop) = (stream, folder, stop)
    }

    /// Unpacks all of it into a new folder and returns its manifest, after comparing every file with it.
    static func unpack(_ stream: DiskFile, into folder: String, _ stop: StopFlag) throws -> BackupManifest {
        var unpacking = TarUnpacking(stream, into: folder, stop)
        try DiskFile.makeFolder(folder)
        return try unpacking.run()
    }

    private mutating func run() throws -> BackupManifest {
        var manifest: BackupManifest?
        var isFirst = true
        while let header = try nextHeader(isFirst: isFirst) {
            isFirst = false
            switch header.kind {
            case .folder where header.size == 0: continue
            case .file: break
            default:
                throw BackupError("This is not a backup of Chorus: \(BackupPath.shown(header.path)) is not a file.")
            }
            let path = TarUnpacking.plain(header.path)
            if path == BackupManifest.name {
                guard manifest == nil, header.size < 4 << 30 else { throw TarUnpacking.twice(path) }
                manifest = try BackupManifest(text: try content(header.size))
            } else {
                guard BackupPath.isSafe(path) else {
                    throw BackupError("This is not a backup of Chorus: it holds \(BackupPath.shown(header.path)).")
                }
                try unpack(path, header.size)
            }
            let rest = Int(header.size % Int64(TarHeader.blockBytes))
            if rest > 0 { try expectZeros(TarHeader.blockBytes - rest) }
        }
        guard let manifest else { throw TarUnpacking.cutOff }
        try compare(with: manifest)
        return manifest
    }

    private func compare(with manifest: BackupManifest) throws {
        let known = Dictionary(manifest.files.map { ($0.path, $0) }) { first, _ in first }
        for file in found {
            guard let said = known[file.path] else {
                throw BackupError("The backup is damaged: its manifest does not know of \(file.path).")
            }
            guard said == file else { throw BackupError.damaged(file.path) }
        }
        guard found.count == manifest.files.count else {
            let there = Set(found.map(\.path))
            throw BackupError.missing(manifest.files.first { !there.contains($0.path) }?.path ?? "a file")
        }
    }

    private mutating func unpack(_ path: String, _ size: Int64) throws {
        let place = "\(folder)/\(path)"
        try DiskFile.makeFolder(DiskFile.parent(of: place))
        guard DiskFile.kind(of: place) == nil else { throw TarUnpacking.twice(path) }
        let file = try DiskFile(new: place)
        var digest = FileDigest()
        while digest.count < size {
            try stop.check()
            let piece = try exactly(Int(min(Int64(DiskFile.pieceBytes), size - digest.count)))
            digest.update(piece)
            try file.write(piece)
        }
        try file.finish(isSyncedLater: true)
        found.append(BackedUpFile(path: path, size: size, sha256: digest.text))
    }

    /// Nil at the end of the stream, which two empty blocks say.
    private func nextHeader(isFirst: Bool) throws -> TarHeader? {
        let block = try exactly(TarHeader.blockBytes, isFirst: isFirst)
        if !isFirst, block.allSatisfy({ $0 == 0 }) {
            try expectZeros(TarHeader.blockBytes)
            return nil
        }
        guard let header = TarHeader(block) else {
            throw isFirst
                ? TarUnpacking.stranger(block) : BackupError("The backup is damaged: a tar header is not one.")
        }
        return header
    }

    private func expectZeros(_ count: Int) throws {
        guard try exactly(count).allSatisfy({ $0 == 0 }) else {
            throw BackupError("The backup is damaged: there is something where a tar stream has nothing.")
        }
    }

    private func content(_ size: Int64) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < size {
            bytes += try exactly(Int(min(Int64(DiskFile.pieceBytes), size - Int64(bytes.count))))
        }
        return bytes
    }

    private func exactly(_ count: Int, isFirst: Bool = false) throws -> [UInt8] {
        var bytes = try stream.read(count)
        while bytes.count < count {
            let piece = try stream.read(count - bytes.count)
            guard !piece.isEmpty else { throw isFirst ? TarUnpacking.stranger(bytes) : TarUnpacking.cutOff }
            bytes += piece
        }
        return bytes
    }

    /// Without `./`, and without the folder that somebody who packs a backup by hand has around it.
    private static func plain(_ path: String) -> String {
        var path = path[...]
        if path.hasPrefix("./") { path = path.dropFirst(2) }
        if let slash = path.firstIndex(of: "/"), BackupFolder.time(of: String(path[..<slash])) != nil {
            path = path[path.index(after: slash)...]
        }
        return String(path)
    }

    private static let cutOff = BackupError("The backup is cut off: its end is missing.")

    private static func twice(_ path: String) -> BackupError {
        BackupError("The backup is damaged: it has \(path) twice.")
    }

    /// What this is instead, where it is known.
    private static func stranger(_ bytes: [UInt8]) -> BackupError {
        let kinds: [([UInt8], String)] = [
            (
                Array("age-encryption.org".utf8),
                "it is encrypted by age: decrypt it first, as in `age -d FILE | chorus restore -`."
            ),
            ([0x1F, 0x8B], "it is compressed by gzip: `gzip -d < FILE | chorus restore -`."),
            ([0x28, 0xB5, 0x2F, 0xFD], "it is compressed by zstd: `zstd -d < FILE | chorus restore -`."),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "it is compressed by xz: `xz -d < FILE | chorus restore -`."),
            (Array("SQLite format 3".utf8), "it is a SQLite database."),
        ]
        let known = kinds.first { bytes.starts(with: $0.0) }?.1
        return BackupError("This is not a backup of Chorus: \(known ?? "it is no tar stream.")")
    }
}
