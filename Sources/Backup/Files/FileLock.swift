// One process at a time in a folder, by a lock on a file in it.

internal import Foundation

/// A lock on a file (flock(2)). The system lets go of it when the process ends, however that comes about.
public final class FileLock: Sendable {
    /// Why a file could not be locked.
    public enum Failure: Error, Sendable, Equatable {
        /// Another process has it, whose number it may have left in the file.
        case held(by: Int32?)
        /// The file cannot be opened; with errno.
        case unopened(Int32)
        /// The file system has no locks; with errno.
        case unlocked(Int32)
    }

    private let descriptor: Int32

    /// Locks a file, made if need be, and leaves the number of this process in it. Throws `Failure`.
    public init(_ path: String) throws(Failure) {
        // Not for children: a program that is still at work would hold the folder of a server that has ended.
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        // What is thrown from here on ends this object, which closes the file.
        guard descriptor >= 0 else { throw .unopened(errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            throw code == EWOULDBLOCK ? .held(by: FileLock.holder(descriptor)) : .unlocked(code)
        }
        let text = Array("\(getpid())\n".utf8)
        if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, text, text.count, 0) }
    }

    public func release() { flock(descriptor, LOCK_UN) }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// The process that has written its number last.
    private static func holder(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: bytes[..<count], as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
    }
}
