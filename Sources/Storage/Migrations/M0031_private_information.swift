// Posts that a moderator looks at before anybody else, and what somebody was asked to think over.

enum M0031 {
    static let migration = Migration(version: 31, name: "0031 private information", script: held + notices)

    /// A held post is a draft without its moment: `held_for` says what was found in it, with spaces between the kinds; NULL for
    /// what only waits for its time.
    private static let held = """
        ALTER TABLE scheduled_statuses ADD COLUMN held_for TEXT;
        CREATE INDEX scheduled_statuses_held ON scheduled_statuses (id) WHERE held_for IS NOT NULL;

        """

    /// `digest` is that of what somebody wanted to say, so that nothing of it is kept.
    private static let notices = """
        CREATE TABLE guard_notices (
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            digest TEXT NOT NULL,
            noticed_at BIGINT NOT NULL,
            PRIMARY KEY (account_id, digest)
        ) {clustered};

        """
}
