// Posts of a tag or call that are removed by a rule.

enum M0053 {
    static let migration = Migration(version: 53, name: "0053 rule removals", script: removals + tags)

    /// `about` as in `measures`; `actor` as in `moderation_actions`. The posts that are still to be removed, and the act by which each
    /// author was told, once.
    private static let removals = """
        CREATE TABLE rule_removals (
            id {serial},
            about SMALLINT NOT NULL,
            about_id BIGINT NOT NULL,
            match_name TEXT NOT NULL,
            match_value TEXT NOT NULL,
            since BIGINT NOT NULL,
            until BIGINT NOT NULL,
            actor SMALLINT NOT NULL,
            actor_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
            action_id BIGINT NOT NULL,
            text TEXT NOT NULL,
            rule_ids TEXT NOT NULL,
            total BIGINT,
            done BIGINT NOT NULL DEFAULT 0,
            left_out BIGINT NOT NULL DEFAULT 0,
            created_at BIGINT NOT NULL,
            finished_at BIGINT
        );
        CREATE INDEX rule_removals_about ON rule_removals (about, about_id, id);
        CREATE INDEX rule_removals_actor ON rule_removals (actor_id) WHERE actor_id IS NOT NULL;
        CREATE INDEX rule_removals_finished ON rule_removals (finished_at) WHERE finished_at IS NOT NULL;
        CREATE TABLE rule_removal_posts (
            removal_id BIGINT NOT NULL REFERENCES rule_removals (id) ON DELETE CASCADE,
            account_id BIGINT NOT NULL,
            status_id BIGINT NOT NULL,
            PRIMARY KEY (removal_id, account_id, status_id)
        ) {clustered};
        CREATE TABLE rule_removal_authors (
            removal_id BIGINT NOT NULL REFERENCES rule_removals (id) ON DELETE CASCADE,
            account_id BIGINT NOT NULL,
            action_id BIGINT NOT NULL,
            PRIMARY KEY (removal_id, account_id)
        ) {clustered};

        """

    /// What tag timelines do not show is part of the tag all the same.
    private static let tags = """
        CREATE INDEX status_tags_unlisted ON status_tags (tag_id, status_id) WHERE NOT is_listed;

        """
}
