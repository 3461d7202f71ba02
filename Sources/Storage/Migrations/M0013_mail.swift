// Links that go by mail: one of a kind for each login, of which only a hash is kept.

enum M0013 {
    static let migration = Migration(
        version: 13,
        name: "0013 mail",
        script: """
            CREATE TABLE mail_links (
                account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
                kind SMALLINT NOT NULL,
                email TEXT NOT NULL,
                asked_at BIGINT NOT NULL,
                asks BIGINT NOT NULL,
                token_hash {blob},
                expires_at BIGINT,
                PRIMARY KEY (account_id, kind)
            ) {clustered};
            CREATE UNIQUE INDEX mail_links_token ON mail_links (token_hash) WHERE token_hash IS NOT NULL;
            CREATE INDEX mail_links_age ON mail_links (asked_at);

            CREATE INDEX users_unconfirmed ON users (created_at) WHERE confirmed_at IS NULL AND NOT is_disabled;
            """
    )
}
