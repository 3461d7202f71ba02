// Frozen accounts, marks on posts, appeals, and what became of a report.

enum M0038 {
    static let migration = Migration(
        version: 38,
        name: "0038 sanctions and appeals",
        script: frozen + marks + warnings + appeals + outcomes
    )

    /// Until now those whom moderators shut out were disabled, as were those who are being erased, who are suspended as well.
    private static let frozen = """
        ALTER TABLE users ADD COLUMN is_frozen BOOLEAN NOT NULL DEFAULT FALSE;
        UPDATE users SET is_frozen = TRUE, is_disabled = FALSE WHERE is_disabled
            AND account_id IN (SELECT id FROM accounts WHERE suspended_at IS NULL);

        """

    /// `marks`: 1 the post itself is marked as sensitive by a moderator, 2 its account is. Beside `is_sensitive`, which is its
    /// author's, so that either can be taken back without the other.
    private static let marks = """
        ALTER TABLE accounts ADD COLUMN sensitized_at BIGINT;
        ALTER TABLE statuses ADD COLUMN marks SMALLINT NOT NULL DEFAULT 0;

        """

    private static let warnings = """
        ALTER TABLE account_warnings ADD COLUMN action_id BIGINT;
        CREATE INDEX account_warnings_action ON account_warnings (action_id) WHERE action_id IS NOT NULL;

        """

    /// One for each act.
    private static let appeals = """
        CREATE TABLE appeals (
            action_id BIGINT PRIMARY KEY REFERENCES moderation_actions (id) ON DELETE CASCADE,
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            text TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            decided_at BIGINT,
            decided_by BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
            is_granted BOOLEAN NOT NULL DEFAULT FALSE,
            answer TEXT NOT NULL DEFAULT ''
        ) {clustered};
        CREATE INDEX appeals_open ON appeals (action_id) WHERE decided_at IS NULL;
        CREATE INDEX appeals_account ON appeals (account_id);
        CREATE INDEX appeals_decided_by ON appeals (decided_by) WHERE decided_by IS NOT NULL;

        """

    /// Whether something was done against whom the report is about.
    private static let outcomes = """
        ALTER TABLE reports ADD COLUMN has_measure BOOLEAN NOT NULL DEFAULT FALSE;

        """
}
