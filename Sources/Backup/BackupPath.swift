// The names of files in a backup, and which of them are taken from one: none leads out of the folder that it is put into.

enum BackupPath {
    static let key = "push.key"
    static let settings = "settings.yaml"
    static let media = "media"
    static let database = "database"

    /// Folders of media that are not kept: what is being worked on, copies of files that other servers have, and what a disk
    /// of its own has.
    static let leftOut: Set<String> = ["media/in-progress", "media/copies", "media/lost+found"]

    /// Whether a file never changes under its name.
    static func isMedia(_ path: String) -> Bool { path.hasPrefix("\(media)/") }

    /// Rows of a table; there are as many files as it takes.
    static func rows(of table: String, part: Int) -> String {
        let digits = String(part)
        return "\(database)/\(table)-\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits).tsv"
    }

    /// The table whose rows are in a file; nil for another file.
    static func table(of path: String) -> String? {
        guard path.hasPrefix("\(database)/"), path.hasSuffix(".tsv"), let dash = path.lastIndex(of: "-") else {
            return nil
        }
        let name = String(path[..<dash].dropFirst(database.count + 1))
        return isName(name) && path[dash...].dropFirst().dropLast(4).allSatisfy(\.isNumber) ? name : nil
    }

    /// Of tables and columns.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count < 64
            && text.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_")
            }
    }

    /// Whether a file of this name may be in a backup.
    static func isSafe(_ path: String) -> Bool {
        if path == key || path == settings || table(of: path) != nil { return true }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count > 1 && parts[0] == media && path.utf8.count <= 250 && parts.allSatisfy { isFileName($0) }
    }

    /// A name as it can be printed.
    static func shown(_ path: String) -> String {
        String(
            String.UnicodeScalarView(
                path.unicodeScalars.prefix(200).map { $0.value < 0x20 || $0.value == 0x7F ? "?" : $0 }
            )
        )
    }

    /// Of a file or folder of media.
    static func isFileName(_ name: some StringProtocol) -> Bool {
        !name.isEmpty && name != "." && name != ".."
            && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "\\") }
    }
}
