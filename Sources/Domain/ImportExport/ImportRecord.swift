// What somebody brings, and what came of it.

public import Basics

/// An import without the lines of its file.
public struct ImportRecord: Sendable, Equatable {
    public var id: Int64
    public var kind: ImportKind
    /// What is not in the file goes.
    public var overwrites: Bool
    public var state: ImportState
    public var fileName: String
    /// Lines of the file, and of them those that say nothing that could be done.
    public var total: Int64
    public var misunderstood: Int64
    /// Lines that were looked at, and of them those of which nothing came.
    public var reached: Int64
    public var failed: Int64
    public var createdAt: Timestamp

    public init(
        id: Int64 = 0,
        kind: ImportKind,
        overwrites: Bool,
        state: ImportState = .offered,
        fileName: String,
        total: Int64,
        misunderstood: Int64,
        reached: Int64 = 0,
        failed: Int64 = 0,
        createdAt: Timestamp
    ) {
        self.id = id
        self.kind = kind
        self.overwrites = overwrites
        self.state = state
        self.fileName = fileName
        self.total = total
        self.misunderstood = misunderstood
        self.reached = reached
        self.failed = failed
        self.createdAt = createdAt
    }
}

/// A line of which nothing came.
public struct ImportFailure: Sendable, Equatable {
    /// From 0.
    public var line: Int64
    /// Its fields as CSV.
    public var fields: String
    public var reason: String

    public init(line: Int64, fields: String, reason: String) {
        self.line = line
        self.fields = fields
        self.reason = reason
    }
}
