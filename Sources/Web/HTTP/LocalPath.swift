// Where somebody may be sent on to after signing in: a place on this server and nowhere else.

/// The rule for `return_to`.
enum LocalPath {
    /// The path, or the front page for whatever could lead elsewhere: `//other.example`, `/\other.example` (browsers read
    /// `\` as `/`), control characters that they drop, other schemes.
    static func checked(_ path: String?) -> String {
        guard let path, path.utf8.count <= 8192, path.utf8.first == UInt8(ascii: "/"),
            path.utf8.dropFirst().first != UInt8(ascii: "/"),
            path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") })
        else { return "/" }
        return path
    }
}
