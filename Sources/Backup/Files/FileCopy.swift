// Copies of large files that take no room where the file system can share blocks.

public enum FileCopy {
    /// Copies a file to a new one, which is on the disk when this returns. On btrfs and XFS both share their blocks until one
    /// is changed (https://man7.org/linux/man-pages/man2/copy_file_range.2.html). Throws `BackupError`; then nothing is left.
    public static func make(_ path: String, to place: String) throws {
        guard let source = try DiskFile(existing: path) else { throw BackupError("There is no \(path).") }
        do {
            let target = try DiskFile(new: place)
            try target.take(source)
            try target.finish()
            try DiskFile.sync(folder: DiskFile.parent(of: place))
        } catch {
            try? DiskFile.remove(place)
            throw error
        }
    }
}
