// Where programs are.

internal import Foundation

public enum InstalledProgram {
    /// The program of that name in the folders of `PATH`, as an absolute path; nil where it is not installed.
    public static func path(_ name: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
            .map { URL(filePath: "\($0)/\(name)").standardizedFileURL.path }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
