// How much room a disk has.

internal import Foundation

/// The room of a file system, as `df` counts it: what is kept for root alone is in neither figure.
public struct DiskSpace: Sendable, Equatable {
    /// In bytes.
    public var total: Int64
    public var available: Int64

    public init(total: Int64, available: Int64) { (self.total, self.available) = (total, available) }

    /// Of the file system that a file or folder is on; nil where nothing is there. Waits for the disk: not for event loops.
    public static func of(_ path: String) -> DiskSpace? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        let block = Int64(status.f_frsize)
        let reserved = Int64(status.f_bfree) - Int64(status.f_bavail)
        return DiskSpace(
            total: (Int64(status.f_blocks) - reserved) * block,
            available: Int64(status.f_bavail) * block
        )
    }
}
