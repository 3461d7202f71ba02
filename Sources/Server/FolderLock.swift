// One server for a data folder: two would not know what the other keeps in memory, and take each other's files for their own.

internal import Backup
internal import Foundation

/// The lock of a data folder, held for as long as it is not let go.
struct FolderLock: Sendable {
    private let lock: FileLock

    /// The lock of a folder that is made if need be.
    init(making folder: String) throws {
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
        do throws(FileLock.Failure) {
            lock = try FileLock(path)
        } catch {
            switch error {
            case .unopened(let code):
                throw SettingsError("The file \(path) cannot be opened: \(String(cString: strerror(code))).")
            case .unlocked(let code):
                throw SettingsError(
                    "The data folder \(folder) cannot be locked: \(String(cString: strerror(code))). It must be on a local disk."
                )
            case .held(let process):
                let holder = process.map { " (process \($0))" } ?? ""
                throw SettingsError(
                    "Another server\(holder) runs on the data folder \(folder): end it first, or name another --data-dir."
                )
            }
        }
    }
}
