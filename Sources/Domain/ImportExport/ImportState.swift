// How far an import or an archive has come. Raw values are stored.

/// Of an import.
public enum ImportState: Int64, Sendable {
    /// Read, and waits for its owner to say yes.
    case offered = 0
    case running = 1
    case done = 2
    /// It could not go on.
    case stopped = 3
}

/// Of an archive.
public enum ArchiveState: Int64, Sendable {
    case making = 0
    case ready = 1
    case failed = 2
}
