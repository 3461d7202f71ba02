// Files in a folder, served by this server.

internal import Foundation

public struct FolderStore: MediaStore {
    let root: String

    public init(root: String) throws {
        self.root = root
        try Files.makeFolder(root)
    }

    public func put(_ file: MadeFile, at path: String) async throws {
        guard MediaPath.isSafe(path) else { throw MediaError.storage("\(path) is not a path for a file") }
        let place = "\(root)/\(path)"
        try Files.makeFolder((place as NSString).deletingLastPathComponent)
        // On the disk before its name is there, and before the database says that it is.
        let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw MediaError.storage("A processed file is gone") }
        let isSynced = fsync(descriptor) == 0
        close(descriptor)
        guard isSynced, rename(file.path, place) == 0 else {
            throw MediaError.storage("A file cannot be stored at \(place): \(String(cString: strerror(errno)))")
        }
    }

    public func move(_ path: String, to place: String) async throws {
        guard let from = self.place(of: path), let to = self.place(of: place), Files.size(of: from) != nil else {
            return
        }
        try Files.makeFolder((to as NSString).deletingLastPathComponent)
        guard rename(from, to) == 0 || errno == ENOENT else {
            throw MediaError.storage("\(from) cannot be moved: \(String(cString: strerror(errno)))")
        }
        rmdir((from as NSString).deletingLastPathComponent)
    }

    public func remove(_ path: String) async throws {
        guard let place = place(of: path) else { return }
        guard unlink(place) == 0 || errno == ENOENT else {
            throw MediaError.storage("\(place) cannot be removed: \(String(cString: strerror(errno)))")
        }
        // The folder of one attachment goes with its last file.
        rmdir((place as NSString).deletingLastPathComponent)
    }

    public func read(_ path: String, _ take: ([UInt8]) async throws -> Void) async throws -> Bool {
        guard let place = place(of: path) else { return false }
        return try await Files.forEachPiece(of: place, take)
    }

    /// Where a file lies; nil for what is no path of a file here.
    public func place(of path: String) -> String? { MediaPath.isSafe(path) ? "\(root)/\(path)" : nil }

    /// Gives path and bytes of each stored file that has not changed since a moment, in seconds since 1970. What is in the
    /// making, and copies of files of others, are not among them. Waits for the disk.
    public func forEachFile(changedBefore moment: Int64, _ body: (_ path: String, _ bytes: Int) -> Void) throws {
        func names(_ folder: String) -> [String] {
            (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? []
        }
        for kind in names("") where kind != "in-progress" && kind != "copies" {
            for group in names(kind) {
                for key in names("\(kind)/\(group)") {
                    for name in names("\(kind)/\(group)/\(key)") {
                        let path = "\(kind)/\(group)/\(key)/\(name)"
                        var status = stat()
                        guard MediaPath.isSafe(path), lstat("\(root)/\(path)", &status) == 0,
                            status.st_mode & S_IFMT == S_IFREG, Int64(status.st_mtim.tv_sec) < moment
                        else { continue }
                        body(path, Int(status.st_size))
                    }
                }
            }
        }
    }

    /// Bytes of a stored file; nil where there is none.
    public func size(of path: String) -> Int? { place(of: path).flatMap(Files.size) }
}
