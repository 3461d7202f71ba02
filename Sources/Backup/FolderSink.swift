// A backup as a folder.

internal import Basics
internal import Synchronization

/// Takes the files of a backup into a folder. What an earlier backup has is not written again but linked: a file of media never
/// changes.
///
/// A link is as good as the file it leads to, which may have been damaged on the disk since. So each backup reads some of what it
/// links again, others each time; what is damaged is copied from the server's own file.
final class FolderSink: BackupSink {
    /// One of so many linked files is read again, chosen by chance.
    private static let checkedShare = 8
    /// What a backup leaves free, so that it never takes the last room from the server: a fiftieth of the disk, or this.
    private static let mostLeftFree: Int64 = 1 << 30

    private let folder: String
    /// An earlier backup on the same disk.
    private let earlier: (folder: String, files: [String: BackedUpFile])?
    private let space: @Sendable (String) -> DiskSpace?
    private let isChecked: @Sendable (String) -> Bool
    private let found = Mutex<[String]>([])

    init(
        folder: String,
        earlier: (folder: String, files: [String: BackedUpFile])?,
        space: @escaping @Sendable (String) -> DiskSpace? = { DiskSpace.of($0) },
        isChecked: @escaping @Sendable (String) -> Bool = { _ in Int.random(in: 0..<FolderSink.checkedShare) == 0 }
    ) {
        (self.folder, self.earlier, self.space, self.isChecked) = (folder, earlier, space, isChecked)
    }

    /// Files of the earlier backup that are damaged there.
    var damaged: [String] { found.withLock { $0 } }

    func add(_ path: String, _ bytes: [UInt8]) throws -> BackedUpFile {
        try checkRoom(for: Int64(bytes.count))
        let file = try DiskFile(new: try makePlace(path))
        try file.write(bytes)
        try file.finish(isSyncedLater: true)
        return BackedUpFile(path: path, size: Int64(bytes.count), sha256: FileDigest.of(bytes))
    }

    func add(_ path: String, from place: String) throws -> BackedUpFile? {
        if let file = try link(path, to: place) { return file }
        guard let source = try DiskFile(existing: place) else { return nil }
        try checkRoom(for: source.size)
        let (size, sha256) = try source.copy(to: try makePlace(path))
        return BackedUpFile(path: path, size: size, sha256: sha256)
    }

    func end(_ manifest: BackupManifest) throws {
        try DiskFile.syncAll(folder)
        try DiskFile.write(manifest.text, to: "\(folder)/\(BackupManifest.name)")
        try DiskFile.sync(folder: folder)
    }

    /// Takes a file from the earlier backup; nil where it is not there, is another one by now, or is damaged.
    private func link(_ path: String, to place: String) throws -> BackedUpFile? {
        guard BackupPath.isMedia(path), let earlier, let file = earlier.files[path] else { return nil }
        let old = "\(earlier.folder)/\(path)"
        guard DiskFile.kind(of: place) == .file(size: file.size) else { return nil }
        let isWhole = DiskFile.kind(of: old) == .file(size: file.size) && (!isChecked(path) || isIntact(old, file))
        guard isWhole else {
            found.withLock { $0.append(path) }
            return nil
        }
        return DiskFile.link(old, to: try makePlace(path)) ? file : nil
    }

    /// Also false for what the disk cannot read any more.
    private func isIntact(_ path: String, _ file: BackedUpFile) -> Bool {
        guard let found = try? DiskFile(existing: path)?.digest() else { return false }
        return found == (file.size, file.sha256)
    }

    private func checkRoom(for bytes: Int64) throws {
        guard let space = space(folder) else { return }
        let free = min(space.total / 50, FolderSink.mostLeftFree)
        guard space.available - bytes >= free else {
            throw BackupError(
                "There is no room left for a backup in \(folder): \(space.available >> 20) MB are free, of which \(free >> 20) MB stay so."
            )
        }
    }

    private func makePlace(_ path: String) throws -> String {
        let place = "\(folder)/\(path)"
        try DiskFile.makeFolder(DiskFile.parent(of: place))
        return place
    }
}

extension DiskFile {
    /// Copies the rest of the file to a new one, which `syncAll` has on the disk. Returns its size and SHA-256.
    func copy(to place: String) throws -> (size: Int64, sha256: String) {
        let target = try DiskFile(new: place)
        var digest = FileDigest()
        while true {
            let piece = try read(DiskFile.pieceBytes)
            guard !piece.isEmpty else { break }
            digest.update(piece)
            try target.write(piece)
        }
        try target.finish(isSyncedLater: true)
        return (digest.count, digest.text)
    }
}
