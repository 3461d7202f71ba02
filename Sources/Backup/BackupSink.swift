// Where the files of a backup go: a folder or a stream.

protocol BackupSink: Sendable {
    func add(_ path: String, _ bytes: [UInt8]) throws -> BackedUpFile
    /// Adds a file of the disk; nil where it is gone.
    func add(_ path: String, from place: String) throws -> BackedUpFile?
    /// The last thing to be done.
    func end(_ manifest: BackupManifest) throws
}
