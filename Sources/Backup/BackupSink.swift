// Where the files of a backup go: a folder or a stream.

protocol BackupSink: Sendable {
    func add(_ path: String, _ bytes: [UInt8]) throws -> BackedUpFile
    /// Adds a file of the disk; nil where it is gone.
    func add(_ path: String, from place: String) throws -> BackedUpFile?
    /// The last thing to be done.
    func end(_ manifest: Manifest) throws
}

/// A backup as a folder. What an earlier backup has is not written again but linked: a file of media never changes.
struct FolderSink: BackupSink {
    let folder: String
    /// An earlier backup on the same disk.
    let earlier: (folder: String, files: [String: BackedUpFile])?

    func add(_ path: String, _ bytes: [UInt8]) throws -> BackedUpFile {
        let place = try makePlace(path)
        try DiskFile.write(bytes, to: place)
        return BackedUpFile(path: path, size: Int64(bytes.count), sha256: Digest.of(bytes))
    }

    func add(_ path: String, from place: String) throws -> BackedUpFile? {
        let kind = DiskFile.kind(of: place)
        if BackupPath.isMedia(path), let earlier, let file = earlier.files[path], kind == .file(size: file.size),
            DiskFile.kind(of: "\(earlier.folder)/\(path)") == kind,
            DiskFile.link("\(earlier.folder)/\(path)", to: try makePlace(path))
        {
            return file
        }
        guard let source = try DiskFile(existing: place) else { return nil }
        let (size, sha256) = try source.copy(to: try makePlace(path))
        return BackedUpFile(path: path, size: size, sha256: sha256)
    }

    func end(_ manifest: Manifest) throws {
        try DiskFile.write(manifest.text, to: "\(folder)/\(Manifest.name)")
        try DiskFile.syncFolders(folder)
    }

    private func makePlace(_ path: String) throws -> String {
        let place = "\(folder)/\(path)"
        try DiskFile.makeFolder(DiskFile.parent(of: place))
        return place
    }
}

extension DiskFile {
    /// Copies the rest of the file to a new one. Returns its size and SHA-256.
    func copy(to place: String) throws -> (size: Int64, sha256: String) {
        let target = try DiskFile(new: place)
        var digest = Digest()
        while true {
            let piece = try read(DiskFile.pieceBytes)
            guard !piece.isEmpty else { break }
            digest.update(piece)
            try target.write(piece)
        }
        try target.finish()
        return (digest.count, digest.text)
    }

    /// The size and SHA-256 of the rest of the file.
    func digest() throws -> (size: Int64, sha256: String) {
        var digest = Digest()
        while true {
            let piece = try read(DiskFile.pieceBytes)
            guard !piece.isEmpty else { return (digest.count, digest.text) }
            digest.update(piece)
        }
    }
}
