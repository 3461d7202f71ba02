// Paths, as they are whoever reads them.

internal import Foundation

extension Settings {
    /// The same place from every folder: some of what works on files runs elsewhere than this program was started.
    static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
    }
}
