// A folder of backups, one folder each: their names, which are whole, and which go.

public import Basics
internal import Foundation

public struct BackupFolder: Sendable {
    public let path: String

    public init(path: String) { self.path = path }

    // MARK: Names

    private static let prefix = "chorus-"
    private static let unfinished = ".part"

    /// `chorus-20261129T191353Z`.
    static func name(at time: Timestamp) -> String {
        prefix + time.iso8601.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
    }

    /// When a backup of this name was begun; nil for other names.
    static func time(of name: String) -> Timestamp? {
        let digits = Array(name.dropFirst(prefix.count))
        guard name.hasPrefix(prefix), digits.count == 16, digits[8] == "T", digits[15] == "Z" else { return nil }
        func text(_ range: Range<Int>) -> String { String(digits[range]) }
        return Timestamp(
            iso8601: "\(text(0..<4))-\(text(4..<6))-\(text(6..<8))T\(text(9..<11)):\(text(11..<13)):\(text(13..<15))Z"
        )
    }

    /// Whether a folder has the name of a backup that is being made, or removed.
    static func isUnfinished(_ folder: String) -> Bool {
        let name = folder.split(separator: "/").last ?? ""
        return name.hasSuffix(unfinished) && time(of: String(name.dropLast(unfinished.count))) != nil
    }

    /// The names of whole backups, the oldest first. One that was interrupted has another name, or no manifest.
    public func backups() throws -> [String] {
        try DiskFile.names(in: path).filter { name in
            guard BackupFolder.time(of: name) != nil else { return false }
            if case .file = DiskFile.kind(of: "\(path)/\(name)/\(Manifest.name)") { return true }
            return false
        }
    }

    /// When the newest whole backup was begun; nil where there is none. Names of a time to come, made while the clock was
    /// ahead, do not count.
    public func newest(before now: Timestamp) throws -> Timestamp? {
        try backups().compactMap(BackupFolder.time).last { $0 <= now }
    }

    // MARK: Making

    /// Makes a backup in a folder of its own below this one, and removes the oldest beyond `keep`. Returns its name and what
    /// it says of itself. Whatever fails leaves nothing new behind.
    public func make(
        of source: BackupSource,
        keep: Int? = nil,
        _ progress: @escaping @Sendable (BackupProgress) -> Void = { _ in }
    ) async throws -> (name: String, manifest: Manifest) {
        guard path != source.dataDirectory, !(path + "/").hasPrefix("\(source.dataDirectory)/\(BackupPath.media)/")
        else {
            throw BackupError("Backups cannot be in \(path), which is backed up itself: name another folder.")
        }
        try DiskFile.makeFolder(path)
        let lock = try lock()
        defer { lock.release() }
        try removeUnfinished()
        let (name, part) = try begin(source.now())
        do {
            let sink = FolderSink(folder: part, earlier: earlier())
            let manifest = try await StopFlag.run { try await source.write(to: sink, $0, progress) }
            try DiskFile.move(part, to: "\(path)/\(name)")
            try DiskFile.sync(folder: path)
            if let keep { try prune(keep: keep, sparing: name) }
            return (name, manifest)
        } catch {
            try? DiskFile.remove(part)
            throw error
        }
    }

    /// A new folder under a name that says that it is not finished.
    private func begin(_ now: Timestamp) throws -> (name: String, part: String) {
        var time = now
        while DiskFile.kind(of: "\(path)/\(BackupFolder.name(at: time))") != nil { time = time + .seconds(1) }
        let name = BackupFolder.name(at: time)
        let part = "\(path)/\(name)\(BackupFolder.unfinished)"
        guard mkdir(part, 0o700) == 0 else { throw DiskFile.failure("cannot be made", part) }
        return (name, part)
    }

    /// The newest backup that can be read, to take files from.
    private func earlier() -> (folder: String, files: [String: BackedUpFile])? {
        guard let name = try? backups().last else { return nil }
        let folder = "\(path)/\(name)"
        guard let text = try? DiskFile.bytes(of: "\(folder)/\(Manifest.name)"), let manifest = try? Manifest(text: text)
        else { return nil }
        return (folder, Dictionary(manifest.files.map { ($0.path, $0) }) { first, _ in first })
    }

    // MARK: Removing

    /// Removes what interrupted ones have left. Only with the lock, for one that is being written looks the same.
    private func removeUnfinished() throws {
        for name in try DiskFile.names(in: path) where BackupFolder.isUnfinished(name) {
            try DiskFile.remove("\(path)/\(name)")
        }
    }

    /// Names later than the new one are of a clock that was ahead: they go first.
    private func prune(keep: Int, sparing new: String) throws {
        let others = try backups().filter { $0 != new }
        for name in (others.filter { $0 > new } + others.filter { $0 < new }).dropLast(max(keep, 1) - 1) {
            // Half removed it must not be taken for whole.
            let part = "\(path)/\(name)\(BackupFolder.unfinished)"
            try DiskFile.move("\(path)/\(name)", to: part)
            try DiskFile.remove(part)
        }
    }

    private func lock() throws -> FileLock {
        guard let lock = try FileLock("\(path)/backup.lock") else {
            throw BackupError("Another backup is being made in \(path): wait for its end.")
        }
        return lock
    }
}

/// A lock on a file (flock(2)), which the system lets go of when the process ends, however that comes about.
private final class FileLock: Sendable {
    private let descriptor: Int32

    /// Nil where another has it.
    init?(_ path: String) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw DiskFile.failure("cannot be written", path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK else { throw DiskFile.failure("cannot be locked", path) }
            return nil
        }
    }

    func release() { flock(descriptor, LOCK_UN) }

    deinit { close(descriptor) }
}
