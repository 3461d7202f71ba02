// With whom this server speaks.

public enum FederationMode: String, Sendable, CaseIterable {
    /// With everybody who is not suspended.
    case on
    /// With nobody.
    case off
    /// With those whom the admin has allowed.
    case allowlist
}
