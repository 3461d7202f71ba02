// One server for a data folder: two would not know what the other keeps in memory, and take each other's files for their own.

internal import Foundation

/// A lock on a file in the data folder (flock(2)). The system lets go of it when the process ends, however that comes about.
final class FolderLock: Sendable {
    private let descriptor: Int32

    /// The lock of a folder that is made if need be.
    convenience init(making folder: String) throws {
        guard
            (try? FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )) != nil
        else { throw SettingsError("The data folder \(folder) cannot be made: check what is there.") }
        try self.init(folder: folder)
    }

    /// Throws `SettingsError` where another server has it.
    init(folder: String) throws {
        let path = folder + "/server.lock"
        // Not for children: a film that is still being worked on would hold the folder of a server that has ended.
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw SettingsError("The file \(path) cannot be opened: \(String(cString: strerror(errno))).")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            defer { close(descriptor) }
            guard code == EWOULDBLOCK else {
                throw SettingsError(
                    "The data folder \(folder) cannot be locked: \(String(cString: strerror(code))). It must be on a local disk."
                )
            }
            let holder = FolderLock.holder(descriptor).map { " (process \($0))" } ?? ""
            throw SettingsError(
                "Another server\(holder) runs on the data folder \(folder): end it first, or name another --data-dir."
            )
        }
        let text = Array("\(getpid())\n".utf8)
        if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, text, text.count, 0) }
    }

    deinit { close(descriptor) }

    /// The process that has written its number last.
    private static func holder(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: bytes[..<count], as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
    }
}
