// The life of an account: names that are gone for good, and posts that go by themselves when they are old.

enum M0011 {
    static let migration = Migration(
        version: 11,
        name: "0011 account life",
        script: """
            CREATE TABLE name_tombstones (
                username_key TEXT NOT NULL PRIMARY KEY,
                deleted_at BIGINT NOT NULL
            ) {clustered};

            CREATE TABLE post_expiries (
                account_id BIGINT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
                age_seconds BIGINT NOT NULL,
                keeps BIGINT NOT NULL,
                least_favourites BIGINT,
                least_reblogs BIGINT,
                reached BIGINT NOT NULL DEFAULT 0,
                next_at BIGINT NOT NULL
            ) {clustered};
            CREATE INDEX post_expiries_next ON post_expiries (next_at);

            -- What an account that goes is looked up by.
            CREATE INDEX account_notes_target ON account_notes (target_id);
            CREATE INDEX trend_rulings_ruler ON trend_rulings (ruled_by) WHERE ruled_by IS NOT NULL;
            """
    )
}
