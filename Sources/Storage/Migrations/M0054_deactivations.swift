// Accounts that their own people have hidden for a time.

enum M0054 {
    /// `deactivated_at` is beside `suspended_at`: an account is shown while both are null. `deactivated_until` is when it comes back by
    /// itself; null: when its person says so. `deactivation_is_announced`: other servers were asked to hide it, too.
    static let migration = Migration(
        version: 54,
        name: "0054 deactivations",
        script: """
            ALTER TABLE accounts ADD COLUMN deactivated_at BIGINT;
            ALTER TABLE accounts ADD COLUMN deactivated_until BIGINT;
            ALTER TABLE accounts ADD COLUMN deactivation_is_announced BOOLEAN NOT NULL DEFAULT FALSE;
            CREATE INDEX accounts_deactivated ON accounts (deactivated_until) WHERE deactivated_until IS NOT NULL;

            """
    )
}
