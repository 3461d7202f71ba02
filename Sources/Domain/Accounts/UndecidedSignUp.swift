// Somebody at the door.

public import Basics

/// Somebody who has confirmed their address and waits to be let in.
public struct UndecidedSignUp: Sendable, Equatable {
    public var accountID: Int64
    public var username: String
    public var email: String
    /// Why they would like to join.
    public var reason: String
    /// When they had confirmed their address.
    public var confirmedAt: Timestamp

    public init(accountID: Int64, username: String, email: String, reason: String, confirmedAt: Timestamp) {
        self.accountID = accountID
        self.username = username
        self.email = email
        self.reason = reason
        self.confirmedAt = confirmedAt
    }
}
