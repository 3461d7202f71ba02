// What somebody may still do whose account is frozen or suspended, or hidden by themselves: the apps and the pages ask here.

public enum SanctionPolicy {
    /// What a request comes to, as far as sanctions care.
    public enum Act: Sendable, CaseIterable {
        /// Seeing what others see.
        case read
        /// Taking back what one said, did or chose. Nobody is harmed by it, and somebody may need it more than ever.
        case takeBack
        /// What is between a person and the server: to come in, to be told why, to appeal, to take their data along, to leave.
        case settle
        /// What somebody arranges for themselves and nobody else sees, keeping others away, and asking moderators for help.
        case arrange
        /// All else.
        case write
    }

    /// - Parameter isDeactivated: its person has hidden the account, and is not to be seen before they show it again.
    public static func allows(_ act: Act, isFrozen: Bool, isSuspended: Bool, isDeactivated: Bool) -> Bool {
        switch act {
        case .takeBack, .settle: true
        case .read: !isSuspended
        case .arrange: !isFrozen && !isSuspended
        case .write: !isFrozen && !isSuspended && !isDeactivated
        }
    }
}
