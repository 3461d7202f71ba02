// What somebody may still do whose account is frozen or suspended: the apps and the pages ask here.

public enum SanctionPolicy {
    /// What a request comes to, as far as sanctions care.
    public enum Act: Sendable, CaseIterable {
        /// Seeing what others see.
        case read
        /// Taking back what one said, did or chose. Nobody is harmed by it, and somebody may need it more than ever.
        case takeBack
        /// What is between a person and the server: to come in, to be told why, to appeal, to take their data along, to leave.
        case settle
        /// All else.
        case write
    }

    public static func allows(_ act: Act, isFrozen: Bool, isSuspended: Bool) -> Bool {
        switch act {
        case .takeBack, .settle: true
        case .read: !isSuspended
        case .write: !isFrozen && !isSuspended
        }
    }
}
