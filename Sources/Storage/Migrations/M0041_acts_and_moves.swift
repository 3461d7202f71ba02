// What was said of people and posts of other servers and can be taken back, and who was moved to.

enum M0041 {
    static let migration = Migration(version: 41, name: "0041 acts and moves", script: acts + moves)

    /// `act` is in the id of the activity that said it: one that follows, likes or blocks again says something new. `kind`: 0 a
    /// follow, 1 a block. Without a row it was said under an id without one, as it was until now.
    private static let acts = """
        CREATE TABLE sent_likes (
            status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            act BIGINT NOT NULL,
            PRIMARY KEY (status_id, account_id)
        ) {clustered};
        CREATE INDEX sent_likes_account ON sent_likes (account_id);
        CREATE TABLE sent_relations (
            target_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            kind SMALLINT NOT NULL,
            act BIGINT NOT NULL,
            PRIMARY KEY (target_id, account_id, kind)
        ) {clustered};
        CREATE INDEX sent_relations_account ON sent_relations (account_id);

        """

    private static let moves = """
        CREATE INDEX accounts_moved_to ON accounts (moved_to_id, moved_at) WHERE moved_to_id IS NOT NULL;
        """
}
