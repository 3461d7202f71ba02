// Who may reply to a status, replies that somebody has hidden, statuses whose favourites and reblogs are not told; and when
// the marks of moderators end.

enum M0043 {
    static let migration = Migration(version: 43, name: "0043 replies", script: statuses + marks)

    /// `reply_policy` as in `ReplyPolicy`. `hidden_by` is the author of a status above, who has hidden it from that thread.
    private static let statuses = """
        ALTER TABLE statuses ADD COLUMN reply_policy SMALLINT NOT NULL DEFAULT 0;
        ALTER TABLE statuses ADD COLUMN hidden_by BIGINT REFERENCES accounts (id) ON DELETE SET NULL;
        ALTER TABLE statuses ADD COLUMN mutes_interactions BOOLEAN NOT NULL DEFAULT FALSE;
        CREATE INDEX statuses_hidden ON statuses (hidden_by, id) WHERE hidden_by IS NOT NULL;

        """

    private static let marks = """
        CREATE INDEX moderation_actions_marks_end ON moderation_actions (kind, ends_at)
            WHERE undone_at IS NULL AND ends_at IS NOT NULL;

        """
}
