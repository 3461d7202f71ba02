// The one error of this module; descriptions never hold argument values.

/// Why the database refused or failed.
public enum DatabaseError: Error, Sendable, Equatable {
    /// A constraint was violated; names the columns (`accounts.username`, SQLite), the constraint (PostgreSQL), or its
    /// kind where the engine tells no more.
    case constraint(String)
    /// The database cannot serve now: server down, too many writes waiting.
    case unavailable(String)
    /// The disk or the file's allowed size is exhausted; reads still work.
    case full(String)
    /// A write was tried inside `read`, or the file cannot be written.
    case readOnly(String)
    /// The file is not a sound database.
    case corrupt(String)
    /// Another process held the lock for too long, or the transaction lost to concurrent ones too often.
    case busy(String)
    /// Anything else the engine said, with the SQL text it said it about.
    case failed(String, sql: String?)
    /// The database was closed, or the connection used outside of its closure.
    case closed
}

extension DatabaseError {
    /// Whether the same may succeed in a moment: nothing is wrong with what was asked.
    public var passes: Bool {
        switch self {
        case .unavailable, .busy, .closed, .full, .readOnly: true
        case .constraint, .corrupt, .failed: false
        }
    }
}

extension DatabaseError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .constraint(let what): "A constraint of the database was violated: \(what)."
        case .unavailable(let why): "The database is not available: \(why)."
        case .full(let why): "The database has no room left: \(why)."
        case .readOnly(let why): "The database cannot be written here: \(why)."
        case .corrupt(let why): "The database is damaged: \(why)."
        case .busy(let why): "The database is busy: \(why)."
        case .failed(let why, let sql?): "The database could not run a statement: \(why) (in: \(sql))."
        case .failed(let why, nil): "The database failed: \(why)."
        case .closed: "The database is closed."
        }
    }
}
