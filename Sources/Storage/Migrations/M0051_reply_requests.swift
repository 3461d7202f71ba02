// Replies that wait until an author above has approved them.

enum M0051 {
    /// `state` is a `ReplyApproval`: what `account_id`, the author of `target_id`, has said of a reply below it. `request_uri` is the id of
    /// the activity by which another server has asked. `statuses.approval` says the same of whoever `hidden_by` is; approved: of all.
    static let migration = Migration(
        version: 51,
        name: "0051 reply requests",
        script: """
            ALTER TABLE statuses ADD COLUMN approval SMALLINT;
            CREATE TABLE reply_requests (
                status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
                account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
                target_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
                state SMALLINT NOT NULL DEFAULT 0,
                decided_at BIGINT,
                request_uri TEXT,
                PRIMARY KEY (status_id, account_id)
            ) {clustered};
            CREATE INDEX reply_requests_account ON reply_requests (account_id, state, status_id);
            CREATE INDEX reply_requests_target ON reply_requests (target_id, status_id);

            """
    )
}
