// What can be wrong with a backup, or with the place it comes from or goes to.

/// A sentence for the admin.
public struct BackupError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }

    /// Of something in the folder of media that no backup can hold.
    static func unfit(_ path: String, isLink: Bool) -> BackupError {
        let path = BackupPath.shown(path)
        return BackupError(
            isLink
                ? "\(path) is a link or a device, which a backup cannot hold: put the file itself there, or take it away."
                : "\(path) has a name that no file of Chorus has, and cannot be in a backup: move it out of the media folder."
        )
    }
}

extension Duration {
    /// As one says it: "10 minutes".
    var words: String {
        switch components.seconds {
        case 7200...: "\(components.seconds / 3600) hours"
        case 120...: "\(components.seconds / 60) minutes"
        default: "\(self)"
        }
    }
}
