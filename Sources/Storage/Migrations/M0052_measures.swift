// What moderators do about a whole tag or call at once.

enum M0052 {
    static let migration = Migration(version: 52, name: "0052 measures", script: measures + held)

    /// `about`: 0 the tag, 1 the call `about_id`. `kind` is a `Measure.Kind`. What has ended has no row; the act stays in
    /// `moderation_actions`.
    private static let measures = """
        CREATE TABLE measures (
            about SMALLINT NOT NULL,
            about_id BIGINT NOT NULL,
            kind SMALLINT NOT NULL,
            text TEXT NOT NULL,
            language TEXT,
            action_id BIGINT NOT NULL,
            started_at BIGINT NOT NULL,
            ends_at BIGINT,
            PRIMARY KEY (about, about_id, kind)
        ) {clustered};
        CREATE INDEX moderation_actions_subject ON moderation_actions (subject, id) WHERE subject <> '';

        """

    /// Which measure a held post waits for: of both at most one is set. A held post of another server has its address as key.
    private static let held = """
        ALTER TABLE scheduled_statuses ADD COLUMN held_tag_id BIGINT;
        ALTER TABLE scheduled_statuses ADD COLUMN held_call_id BIGINT;
        CREATE INDEX scheduled_statuses_held_tag ON scheduled_statuses (held_tag_id, id) WHERE held_tag_id IS NOT NULL;
        CREATE INDEX scheduled_statuses_held_call ON scheduled_statuses (held_call_id, id) WHERE held_call_id IS NOT NULL;
        CREATE INDEX scheduled_statuses_held_key ON scheduled_statuses (idempotency_key)
            WHERE held_for IS NOT NULL AND idempotency_key IS NOT NULL;

        """
}
