// A file at which programs of the same machine connect (unix(7)).

internal import CDispatch
internal import Foundation
internal import NIOCore

/// A socket file that this process listens on.
struct UnixSocket: Sendable {
    /// For whoever takes connections; theirs to close.
    let handle: CInt
    private let path: String
    private let file: UInt64

    /// Makes the file, in the place of one that a server has left behind.
    ///
    /// Throws `SettingsError` where a server answers at this file, and where it cannot be made.
    init(path: String, mode: UInt16) throws {
        guard let address = try? SocketAddress(unixDomainSocketPath: path) else {
            throw SettingsError("Cannot listen on \(path): the path is too long for a socket.")
        }
        try UnixSocket.clear(path, address)
        let handle = try UnixSocket.open(path)
        do {
            // Made for its owner alone, as all files of this process; only then for whom it is meant.
            try UnixSocket.check(path, address.withSockAddr { bind(handle, $0, socklen_t($1)) })
            try UnixSocket.check(path, chmod(path, mode_t(mode)))
            try UnixSocket.check(path, listen(handle, 1024))
            (self.handle, self.path, file) = (handle, path, try UnixSocket.number(of: path) ?? 0)
        } catch {
            Foundation.close(handle)
            throw error
        }
    }

    /// Takes the file away, unless another one has its place.
    func remove() {
        guard (try? UnixSocket.number(of: path)) == file else { return }
        unlink(path)
    }

    /// Removes a file that nobody answers at.
    private static func clear(_ path: String, _ address: SocketAddress) throws {
        guard try number(of: path) != nil else { return }
        let probe = try open(path)
        defer { Foundation.close(probe) }
        guard address.withSockAddr({ connect(probe, $0, socklen_t($1)) }) != 0 else { throw inUse(path) }
        switch errno {
        case ECONNREFUSED: try check(path, unlink(path))
        case ENOENT: break
        // It has more to do than it has room for, or is no server of streams.
        case EAGAIN, EINPROGRESS, EPROTOTYPE: throw inUse(path)
        default: try check(path, -1)
        }
    }

    private static func inUse(_ path: String) -> SettingsError {
        SettingsError("Another server answers at \(path): end it first, or choose another with --bind.")
    }

    private static func open(_ path: String) throws -> CInt {
        #if canImport(Glibc)
        let kind = CInt(SOCK_STREAM.rawValue)
        #else
        let kind = SOCK_STREAM
        #endif
        let handle = socket(AF_UNIX, kind, 0)
        try check(path, handle)
        try check(path, fcntl(handle, F_SETFD, FD_CLOEXEC))
        try check(path, fcntl(handle, F_SETFL, O_NONBLOCK))
        return handle
    }

    /// What tells a socket from all others of its file system; nil where there is nothing.
    private static func number(of path: String) throws -> UInt64? {
        var found = stat()
        guard lstat(path, &found) == 0 else {
            if errno != ENOENT { try check(path, -1) }
            return nil
        }
        guard found.st_mode & S_IFMT == S_IFSOCK else {
            throw SettingsError("Cannot listen on \(path): it is there already, and no socket.")
        }
        return UInt64(found.st_ino)
    }

    private static func check(_ path: String, _ result: CInt) throws {
        guard result < 0 else { return }
        throw SettingsError("Cannot listen on \(path): \(String(cString: strerror(errno))).")
    }
}
