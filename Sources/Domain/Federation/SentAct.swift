// What other servers were told and may be told the opposite of.

/// What somebody of this server does to a post or an account of another, and can undo.
public enum SentAct: Sendable, Equatable {
    case like(status: Int64)
    case follow(account: Int64)
    case block(account: Int64)
}
