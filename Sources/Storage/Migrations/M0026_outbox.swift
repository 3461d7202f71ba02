// What other servers are to hear, and who of them listens.

enum M0026 {
    static let migration = Migration(version: 26, name: "0026 outbox", script: outbox + followers + files)

    /// `account_id` is the account in whose name something is sent; it may be gone when it is. `run_at` is when an entry is
    /// due; while a node works on it, when others may take it.
    private static let outbox = """
        CREATE TABLE outbox (
            id {serial},
            account_id BIGINT NOT NULL,
            event TEXT NOT NULL,
            attempts SMALLINT NOT NULL DEFAULT 0,
            run_at BIGINT NOT NULL,
            created_at BIGINT NOT NULL
        );
        CREATE INDEX outbox_account ON outbox (account_id, id);

        """

    /// `uri` is the id that the follower's server has given a follow.
    private static let followers = """
        ALTER TABLE account_counters ADD COLUMN remote_followers_count BIGINT NOT NULL DEFAULT 0;
        UPDATE account_counters SET remote_followers_count = (SELECT COUNT(*) FROM follows f
            JOIN accounts a ON a.id = f.account_id WHERE f.target_id = account_counters.account_id AND a.domain <> '');
        ALTER TABLE follows ADD COLUMN uri TEXT;
        ALTER TABLE follow_requests ADD COLUMN uri TEXT;
        CREATE INDEX accounts_remote ON accounts (id) WHERE domain <> '';

        """

    /// Where a file of another server is; `path` is empty until it is kept here.
    private static let files = """
        ALTER TABLE media_attachments ADD COLUMN remote_url TEXT;
        ALTER TABLE media_attachments ADD COLUMN remote_preview_url TEXT;
        """
}
