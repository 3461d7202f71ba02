// Files as backups need them: never followed by a link, only this user's, on the disk when they are said to be.

internal import Foundation

#if os(Linux)
internal import CSpawn
#endif

extension BackupError {
    static func damaged(_ path: String) -> BackupError {
        BackupError("The backup is damaged: \(path) does not have the checksum that it should.")
    }

    static func missing(_ path: String) -> BackupError { BackupError("The backup is not whole: \(path) is missing.") }
}

/// One open file. Closed by `finish`, or when it is let go.
final class DiskFile {
    static let pieceBytes = 1 << 18

    let path: String
    private var descriptor: Int32
    /// How long whoever reads what is written may take nothing, and what ends the waiting; nil for a file.
    private var patience: (time: Duration, stop: StopFlag)?

    /// A new file; throws where something of that name is there.
    init(new path: String) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw DiskFile.failure("cannot be written", path) }
    }

    /// A file to be read; nil where there is none.
    init?(existing path: String) throws {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            guard errno == ENOENT || errno == ENOTDIR else { throw DiskFile.failure("cannot be read", path) }
            return nil
        }
        guard case .file = DiskFile.kind(of: path) else { throw BackupError("\(path) is not a file.") }
    }

    /// What the process was given: standard input, or standard output.
    init(_ descriptor: Int32, name: String, patience: (time: Duration, stop: StopFlag)? = nil) {
        self.descriptor = dup(descriptor)
        path = name
        var status = stat()
        let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        self.patience = isFile ? nil : patience
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// The bytes of the file.
    var size: Int64 {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int64(status.st_size) : 0
    }

    /// Up to `count` bytes; none at the end.
    func read(_ count: Int) throws -> [UInt8] {
        while true {
            var got = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                got = Foundation.read(descriptor, buffer.baseAddress, count)
                filled = max(got, 0)
            }
            if got >= 0 { return bytes }
            if errno != EINTR { throw DiskFile.failure("cannot be read", path) }
        }
    }

    func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                if let patience { try wait(patience.time, patience.stop) }
                // So much goes into a pipe that has room, without waiting (https://man7.org/linux/man-pages/man7/pipe.7.html).
                let most = patience == nil ? rest.count : Int(PIPE_BUF)
                let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(most))
                let count = Foundation.write(descriptor, piece.baseAddress, piece.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw DiskFile.failure("cannot be written", path) }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// Takes the rest of another file, within the kernel where that can.
    func take(_ other: DiskFile) throws {
        #if os(Linux)
        while true {
            let count = copy_file_range(other.descriptor, nil, descriptor, nil, 1 << 30, 0)
            if count == 0 { return }
            if count < 0 {
                if errno == EINTR { continue }
                guard [EXDEV, EINVAL, ENOSYS, EOPNOTSUPP].contains(errno) else {
                    throw DiskFile.failure("cannot be written", path)
                }
                break
            }
        }
        #endif
        while true {
            let piece = try other.read(DiskFile.pieceBytes)
            guard !piece.isEmpty else { return }
            try write(piece)
        }
    }

    /// Waits until there is room for what is written. Throws where there is none for too long, or nobody waits any more.
    private func wait(_ time: Duration, _ stop: StopFlag) throws {
        let end = ContinuousClock.now + time
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        // Nobody left to read shows as an event, too: writing then tells.
        while poll(&waiting, 1, 200) == 0 {
            try stop.check()
            guard ContinuousClock.now < end else {
                throw BackupError(
                    "Whoever reads the backup has taken nothing for \(time.words): it was ended, since the database keeps what is deleted for as long as it is read."
                )
            }
        }
    }

    /// Waits until it is on the disk, and closes it.
    ///
    /// - Parameter isSyncedLater: the file system as a whole is waited for afterwards (`syncAll`): much quicker for many files.
    func finish(isSyncedLater: Bool = false) throws {
        let isSynced = isSyncedLater || fsync(descriptor) == 0 || errno == EINVAL
        let code = errno
        let isClosed = close(descriptor) == 0
        descriptor = -1
        guard isSynced, isClosed else {
            if !isSynced { errno = code }
            throw DiskFile.failure("cannot be written", path)
        }
    }

    /// - Parameter code: errno, as it is now if nothing else is said.
    static func failure(_ verb: String, _ path: String, _ code: Int32 = errno) -> BackupError {
        switch code {
        case ENOSPC, EDQUOT: BackupError("There is no room left for \(path).")
        case EPIPE: BackupError("Whoever reads the backup has ended before it was whole.")
        case ELOOP: BackupError("\(path) \(verb): it is a symbolic link.")
        default: BackupError("\(path) \(verb): \(String(cString: strerror(code))).")
        }
    }
}

extension DiskFile {
    enum Kind: Equatable {
        case file(size: Int64)
        case folder
        /// A link, a device, a socket.
        case other
    }

    /// What is there, links not followed; nil where nothing is.
    static func kind(of path: String) -> Kind? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file(size: Int64(status.st_size))
        case S_IFDIR: return .folder
        default: return .other
        }
    }

    /// All of a small file; nil where there is none.
    static func bytes(of path: String) throws -> [UInt8]? {
        guard let file = try DiskFile(existing: path) else { return nil }
        var bytes: [UInt8] = []
        while true {
            let piece = try file.read(pieceBytes)
            guard !piece.isEmpty else { return bytes }
            bytes += piece
        }
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        let file = try DiskFile(new: path)
        try file.write(bytes)
        try file.finish()
    }

    /// Makes a folder for this user alone, and those above it.
    static func makeFolder(_ path: String) throws {
        if mkdir(path, 0o700) == 0 { return }
        let code = errno
        switch kind(of: path) {
        case .folder: return
        // A link to a folder is an admin's own doing.
        case .other where isFolder(path): return
        case .some: throw BackupError("\(path) is in the way: it is not a folder.")
        case nil:
            let above = parent(of: path)
            guard code == ENOENT, above != path else {
                errno = code
                throw failure("cannot be made", path)
            }
            try makeFolder(above)
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure("cannot be made", path) }
        }
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The names in a folder, in order; none where it is not there.
    static func names(in folder: String) throws -> [String] {
        guard let entries = opendir(folder) else {
            guard errno == ENOENT else { throw failure("cannot be read", folder) }
            return []
        }
        defer { closedir(entries) }
        var names: [String] = []
        while true {
            // Nil is the end, or an error: errno alone tells them apart (https://man7.org/linux/man-pages/man3/readdir.3.html).
            errno = 0
            guard let entry = readdir(entries) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        guard errno == 0 else { throw failure("cannot be read", folder) }
        return names.sorted()
    }

    /// Has what was written, renamed and removed in a folder be so after a loss of power.
    static func sync(folder: String) throws {
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
        guard descriptor >= 0 else { throw failure("cannot be read", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure("cannot be written", folder) }
    }

    /// Has all that was written to the file system of a folder be on its disk: one wait for any number of files.
    static func syncAll(_ folder: String) throws {
        #if os(Linux)
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
        guard descriptor >= 0 else { throw failure("cannot be read", folder) }
        defer { close(descriptor) }
        // Tells of errors of writing back since Linux 5.8 (https://man7.org/linux/man-pages/man2/syncfs.2.html).
        guard syncfs(descriptor) == 0 else { throw failure("cannot be written", folder) }
        #else
        for name in try names(in: folder) {
            let path = "\(folder)/\(name)"
            if kind(of: path) == .folder { try syncAll(path) } else { try DiskFile(existing: path)?.finish() }
        }
        try sync(folder: folder)
        #endif
    }

    /// A second name for a file; false where the file system has none to give.
    static func link(_ path: String, to place: String) -> Bool { Foundation.link(path, place) == 0 }

    static func move(_ path: String, to place: String) throws {
        guard rename(path, place) == 0 else { throw failure("cannot be renamed", path) }
    }

    /// Removes a file, or a folder with all that is in it; links are not followed.
    static func remove(_ path: String) throws {
        switch kind(of: path) {
        case nil: return
        case .folder:
            for name in try names(in: path) { try remove("\(path)/\(name)") }
            guard rmdir(path) == 0 || errno == ENOENT else { throw failure("cannot be removed", path) }
        case .file, .other:
            guard unlink(path) == 0 || errno == ENOENT else { throw failure("cannot be removed", path) }
        }
    }
}
