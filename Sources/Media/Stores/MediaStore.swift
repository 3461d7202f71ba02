// Where finished files are kept: a folder of this machine, or a bucket elsewhere.

/// Keeps files under paths such as `attachments/xk/…/original.jpg`. Files never change once they are there,
/// but by `strip`.
public protocol MediaStore: Sendable {
    /// Takes over a finished file; it is gone from where it was, or may be.
    func put(_ file: MadeFile, at path: String) async throws
    /// Moves a file to another path; nothing happens where there is none.
    func move(_ path: String, to place: String) async throws
    /// Removes a file; nothing happens where there is none.
    func remove(_ path: String) async throws
    /// Hands over a file piece by piece, never much of it at once; false where there is none.
    func read(_ path: String, _ take: ([UInt8]) async throws -> Void) async throws -> Bool
}

/// Paths of stored files, and what they are served as.
public enum MediaPath {
    /// Where the files of suspended accounts are: never served.
    public static let hiddenFolder = "hidden"

    /// A file never changes, but may be gone tomorrow, and then no copy of it is to be shown: browsers ask each time (and
    /// are answered 304), caches on the way may serve a crowd for a short while.
    public static let caching = "public, max-age=0, s-maxage=15, must-revalidate"

    /// A path that nobody can guess.
    ///
    /// - Parameter folder: `attachments` or `accounts`.
    public static func make(_ folder: String, _ name: String, suffix: String, key: String) -> String {
        "\(folder)/\(key.prefix(2))/\(key)/\(name).\(suffix)"
    }

    /// The type of a stored file; nil for one that is not ours. None of these is run or rendered as a page by browsers.
    public static func type(_ path: String) -> String? {
        switch path.split(separator: ".").last {
        case "jpg": "image/jpeg"
        case "png": "image/png"
        case "webp": "image/webp"
        case "gif": "image/gif"
        case "mp4": "video/mp4"
        case "mp3": "audio/mpeg"
        default: nil
        }
    }

    /// Four parts of letters, digits, `-`, `_`, and one dot in the last: no way out of the folder.
    public static func isSafe(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4, path.utf8.count < 200 else { return false }
        let isPlain = { (part: Substring) in
            !part.isEmpty
                && part.utf8.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                        true
                    default: false
                    }
                }
        }
        let name = parts[3].split(separator: ".", omittingEmptySubsequences: false)
        return parts.dropLast().allSatisfy(isPlain) && name.count == 2 && name.allSatisfy(isPlain)
    }
}
