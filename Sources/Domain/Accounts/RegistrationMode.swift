// Who gets an account here.

/// How strangers come in, as the admin has set it. Raw values stand in the configuration.
public enum RegistrationMode: String, Sendable, CaseIterable {
    /// At once.
    case open
    /// After a moderator has read why they would like to.
    case approval
    /// Not at all, but with an invite.
    case closed
}
