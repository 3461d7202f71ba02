// The log of all that moderators do.

enum M0037 {
    static let migration = Migration(version: 37, name: "0037 moderation actions", script: actions)

    /// `actor`: 0 the account `actor_id`, 1 the command line, 2 the server itself; the same for who has undone it. Lists of ids have
    /// spaces between them. Rows outlive the accounts and posts that they are about.
    private static let actions = """
        CREATE TABLE moderation_actions (
            id {serial},
            actor SMALLINT NOT NULL,
            actor_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
            kind TEXT NOT NULL,
            target_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
            report_id BIGINT,
            status_ids TEXT NOT NULL,
            rule_ids TEXT NOT NULL,
            subject TEXT NOT NULL,
            text TEXT NOT NULL,
            note TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            ends_at BIGINT,
            undone_at BIGINT,
            undone_actor SMALLINT,
            undone_by BIGINT REFERENCES accounts (id) ON DELETE SET NULL
        );
        CREATE INDEX moderation_actions_target ON moderation_actions (target_id, id) WHERE target_id IS NOT NULL;
        CREATE INDEX moderation_actions_actor ON moderation_actions (actor_id, id) WHERE actor_id IS NOT NULL;
        CREATE INDEX moderation_actions_kind ON moderation_actions (kind, id);
        CREATE INDEX moderation_actions_undone_by ON moderation_actions (undone_by) WHERE undone_by IS NOT NULL;

        """
}
