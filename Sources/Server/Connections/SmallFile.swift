// A few bytes of a file that another program has made.

internal import CDispatch
internal import Foundation

enum SmallFile {
    /// The bytes of an ordinary file; nil for a link, a folder, a pipe, what is longer, and what may not be read.
    static func read(_ path: String, atMost limit: Int) -> [UInt8]? {
        let handle = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard handle >= 0 else { return nil }
        defer { close(handle) }
        var found = stat()
        guard fstat(handle, &found) == 0, found.st_mode & S_IFMT == S_IFREG, found.st_size <= limit else { return nil }
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = Foundation.read(handle, &bytes, limit)
        return count >= 0 ? Array(bytes.prefix(count)) : nil
    }
}
