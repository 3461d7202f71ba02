// Shields: for a time, what unknown and new accounts say is held. And what people take back, call by call or tag by tag.

enum M0044 {
    static let migration = Migration(version: 44, name: "0044 shields and taking back", script: policies + takeBacks)

    private static let policies = """
        ALTER TABLE notification_policies ADD COLUMN shield_until BIGINT;

        """

    /// Of `call_id` and `tag_id` one is set; `reached` is the last post that was dealt with.
    private static let takeBacks = """
        CREATE TABLE take_backs (
            id {serial},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            call_id BIGINT,
            tag_id BIGINT,
            act SMALLINT NOT NULL,
            total BIGINT NOT NULL,
            done BIGINT NOT NULL DEFAULT 0,
            reached BIGINT NOT NULL DEFAULT 0,
            created_at BIGINT NOT NULL,
            finished_at BIGINT
        );
        CREATE INDEX take_backs_account ON take_backs (account_id, id);
        CREATE INDEX take_backs_finished ON take_backs (finished_at) WHERE finished_at IS NOT NULL;

        """
}
