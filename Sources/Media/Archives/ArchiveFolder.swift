// Where archives lie: finished ones, and those in the making.

internal import Foundation

public struct ArchiveFolder: Sendable {
    private let root: String

    public init(root: String) throws {
        self.root = root
        try Files.makeFolder(root)
    }

    /// Where one is while it is made.
    public func unfinished(_ name: String) -> String { "\(root)/\(name).part" }

    /// Where one is when it is finished; nil where it is not.
    public func finished(_ name: String) -> String? {
        let path = "\(root)/\(name).zip"
        return Files.size(of: path) == nil ? nil : path
    }

    public func finish(_ name: String) throws {
        guard rename(unfinished(name), "\(root)/\(name).zip") == 0 else {
            throw MediaError.storage("An archive cannot be renamed: \(String(cString: strerror(errno)))")
        }
    }

    /// Removes an archive, finished or not; nothing happens where there is none.
    public func remove(_ name: String) {
        unlink(unfinished(name))
        unlink("\(root)/\(name).zip")
    }

    /// Of all that is there.
    public var names: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return Array(
            Set(
                files.filter { $0.hasSuffix(".zip") || $0.hasSuffix(".part") }.map { file in
                    String(file.prefix { $0 != "." })
                }
            )
        )
    }
}
