// Which accounts a moderator asks for.

/// Which accounts somebody wants to see; all that is nil or empty asks for nothing.
public struct AdminAccountFilter: Sendable, Equatable {
    /// Raw values are known to the statement.
    public enum Status: Int64, Sendable {
        case active = 1
        /// A moderator has to let them in; some have yet to confirm their address.
        case pending = 2
        case disabled = 3
        case silenced = 4
        case suspended = 5
    }

    /// Of this server, or of others.
    public var isLocal: Bool?
    public var status: Status?
    /// What the name begins with, folded.
    public var username = ""
    /// What the display name begins with. Only of plain letters is the case the same to every database: "Ärzte" is found as it is
    /// written, and on SQLite not by "ärzte".
    public var displayName = ""
    /// A server, in lower case.
    public var domain = ""
    /// What the e-mail address begins with, folded.
    public var email = ""
    /// Only moderators and admins.
    public var isStaff = false
    /// Only who came with an invite of this account.
    public var invitedByID: Int64?

    public init() {}
}
