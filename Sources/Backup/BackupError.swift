// What can be wrong with a backup, or with the place it comes from or goes to.

/// A sentence for the admin.
public struct BackupError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}
