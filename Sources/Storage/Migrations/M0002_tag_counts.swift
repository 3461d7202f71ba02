// What is counted of tags: people, posts, when, in which language, from where; and what is kept of trends.
// What the first schema holds already is counted when this is applied.

enum M0002 {
    static let migration = Migration(
        version: 2,
        name: "0002 tag counts",
        script: tables + trends,
        afterwards: { try TagRecountQueries.recountAll($0) }
    )

    /// Rows of one count are spread over `slot`s where writers would wait for each other; the count is their sum.
    private static let tables = """
        CREATE TABLE tag_people (
            tag_id BIGINT NOT NULL REFERENCES tags (id),
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            posts BIGINT NOT NULL,
            replies BIGINT NOT NULL,
            first_at BIGINT NOT NULL,
            last_at BIGINT NOT NULL,
            PRIMARY KEY (tag_id, account_id)
        ) {clustered};
        CREATE INDEX tag_people_account ON tag_people (account_id, first_at);

        CREATE TABLE tag_counters (
            tag_id BIGINT NOT NULL REFERENCES tags (id),
            slot SMALLINT NOT NULL,
            people BIGINT NOT NULL DEFAULT 0,
            posts BIGINT NOT NULL DEFAULT 0,
            replies BIGINT NOT NULL DEFAULT 0,
            reblogs BIGINT NOT NULL DEFAULT 0,
            PRIMARY KEY (tag_id, slot)
        ) {clustered};

        CREATE TABLE tag_bins (
            tag_id BIGINT NOT NULL REFERENCES tags (id),
            size BIGINT NOT NULL,
            start BIGINT NOT NULL,
            slot SMALLINT NOT NULL,
            people BIGINT NOT NULL DEFAULT 0,
            new_people BIGINT NOT NULL DEFAULT 0,
            posts BIGINT NOT NULL DEFAULT 0,
            PRIMARY KEY (tag_id, size, start, slot)
        ) {clustered};

        CREATE TABLE tag_languages (
            tag_id BIGINT NOT NULL REFERENCES tags (id),
            language TEXT NOT NULL,
            slot SMALLINT NOT NULL,
            posts BIGINT NOT NULL DEFAULT 0,
            PRIMARY KEY (tag_id, language, slot)
        ) {clustered};

        CREATE TABLE tag_origins (
            tag_id BIGINT NOT NULL REFERENCES tags (id),
            domain TEXT NOT NULL,
            slot SMALLINT NOT NULL,
            people BIGINT NOT NULL DEFAULT 0,
            PRIMARY KEY (tag_id, domain, slot)
        ) {clustered};

        """

    private static let trends = """
        CREATE TABLE trend_states (
            tag_id BIGINT NOT NULL PRIMARY KEY REFERENCES tags (id),
            state {blob} NOT NULL,
            updated_at BIGINT NOT NULL
        ) {clustered};

        CREATE TABLE trend_spans (
            id {serial},
            tag_id BIGINT NOT NULL REFERENCES tags (id),
            shelf SMALLINT NOT NULL,
            started_at BIGINT NOT NULL,
            ended_at BIGINT
        );
        CREATE INDEX trend_spans_tag ON trend_spans (tag_id, started_at);
        CREATE UNIQUE INDEX trend_spans_open ON trend_spans (tag_id) WHERE ended_at IS NULL;

        CREATE TABLE trend_rulings (
            tag_id BIGINT NOT NULL PRIMARY KEY REFERENCES tags (id),
            ruling SMALLINT NOT NULL,
            ruled_by BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
            ruled_at BIGINT NOT NULL
        ) {clustered};
        """
}
