// A folder of backups, one folder each: their names, which are whole, and which go.

public import Basics
internal import Foundation

public struct BackupFolder: Sendable {
    public let path: String
    /// How much room there is; another one in tests.
    var space: @Sendable (String) -> DiskSpace? = { DiskSpace.of($0) }

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
            if case .file = DiskFile.kind(of: "\(path)/\(name)/\(BackupManifest.name)") { return true }
            return false
        }
    }

    /// When the newest whole backup was begun; nil where there is none. Names of a time to come, made while the clock was
    /// ahead, do not count.
    public func newest(before now: Timestamp) throws -> Timestamp? {
        try backups().compactMap(BackupFolder.time).last { $0 <= now }
    }

    // MARK: Making

    /// A backup that was made.
    public struct Made: Sendable {
        public var name: String
        /// What it says of itself.
        public var manifest: BackupManifest
        /// Files of the backup before it that were found damaged there, and copied again from the server's own.
        public var damaged: [String]
    }

    /// Makes a backup in a folder of its own below this one, and removes the oldest beyond `keep`. Whatever fails leaves
    /// nothing new behind.
    public func make(
        of source: BackupSource,
        keep: Int? = nil,
        _ progress: @escaping @Sendable (BackupProgress) -> Void = { _ in }
    ) async throws -> Made {
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
            let sink = FolderSink(folder: part, earlier: earlier(), space: space)
            let manifest = try await StopFlag.run { try await source.write(to: sink, $0, progress) }
            try DiskFile.move(part, to: "\(path)/\(name)")
            try DiskFile.sync(folder: path)
            if let keep { try prune(keep: keep, sparing: name) }
            return Made(name: name, manifest: manifest, damaged: sink.damaged)
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
        guard let text = try? DiskFile.bytes(of: "\(folder)/\(BackupManifest.name)"),
            let manifest = try? BackupManifest(text: text)
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
        let file = "\(path)/backup.lock"
        do throws(FileLock.Failure) {
            return try FileLock(file)
        } catch {
            switch error {
            case .held: throw BackupError("Another backup is being made in \(path): wait for its end.")
            case .unopened(let code): throw DiskFile.failure("cannot be written", file, code)
            case .unlocked(let code): throw DiskFile.failure("cannot be locked", file, code)
            }
        }
    }
}
