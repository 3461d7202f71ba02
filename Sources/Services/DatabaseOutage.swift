// Why the database cannot serve now: each surface says so in its own words.

internal import Database

/// A failure of the database that passes: nothing is wrong with what was asked, and the same may succeed in a moment.
public enum DatabaseOutage: Sendable {
    /// There is no room left; what is only read is served.
    case full
    /// It is down, or busy for too long.
    case unreachable
    /// It cannot be written.
    case readOnly

    /// Nil for every other error.
    public init?(_ error: any Error) {
        switch error as? DatabaseError {
        case .full: self = .full
        case .unavailable, .busy, .closed: self = .unreachable
        case .readOnly: self = .readOnly
        case .constraint, .corrupt, .failed, nil: return nil
        }
    }
}
