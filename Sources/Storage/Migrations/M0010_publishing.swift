// What goes with publishing: quotes and who may make them, posts for later, cards of links, translations.

enum M0010 {
    static let migration = Migration(
        version: 10,
        name: "0010 publishing",
        script: quotes + scheduled + cards + translations
    )

    /// What was posted before anybody could be asked may be quoted by its author alone (2 is "nobody"). A quote stays when
    /// what it quotes is deleted: its state says that there was one.
    private static let quotes = """
        ALTER TABLE users ADD COLUMN default_quote_policy SMALLINT NOT NULL DEFAULT 0;
        ALTER TABLE statuses ADD COLUMN quote_policy SMALLINT NOT NULL DEFAULT 2;
        ALTER TABLE statuses ADD COLUMN quote_of_id BIGINT REFERENCES statuses (id) ON DELETE SET NULL;
        ALTER TABLE statuses ADD COLUMN quote_of_account_id BIGINT;
        ALTER TABLE statuses ADD COLUMN quote_state SMALLINT;
        ALTER TABLE status_counters ADD COLUMN quotes_count BIGINT NOT NULL DEFAULT 0;
        CREATE INDEX statuses_quotes ON statuses (quote_of_id, id) WHERE quote_of_id IS NOT NULL;
        CREATE INDEX statuses_quoted_by ON statuses (quote_of_account_id, account_id) WHERE quote_of_account_id IS NOT NULL;

        """

    private static let scheduled = """
        CREATE TABLE scheduled_statuses (
            id {id},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            scheduled_at BIGINT NOT NULL,
            draft TEXT NOT NULL,
            idempotency_key TEXT,
            created_at BIGINT NOT NULL
        );
        ALTER TABLE media_attachments ADD COLUMN scheduled_id BIGINT
            REFERENCES scheduled_statuses (id) ON DELETE SET NULL;
        CREATE INDEX media_attachments_scheduled ON media_attachments (scheduled_id) WHERE scheduled_id IS NOT NULL;
        CREATE INDEX scheduled_statuses_account ON scheduled_statuses (account_id, id);
        CREATE INDEX scheduled_statuses_day ON scheduled_statuses (account_id, scheduled_at);
        CREATE UNIQUE INDEX scheduled_statuses_key ON scheduled_statuses (account_id, idempotency_key)
            WHERE idempotency_key IS NOT NULL;

        """

    /// A card belongs to an address, not to a status: whoever posts it, it is fetched once. `uses` are counted by day and
    /// person, for trends.
    private static let cards = """
        ALTER TABLE statuses ADD COLUMN card_id BIGINT;
        CREATE INDEX statuses_cards ON statuses (card_id, id) WHERE card_id IS NOT NULL;
        CREATE TABLE cards (
            id {serial},
            url TEXT NOT NULL,
            url_hash {blob} NOT NULL UNIQUE,
            fetched_at BIGINT,
            is_shown BOOLEAN NOT NULL DEFAULT FALSE,
            title TEXT NOT NULL DEFAULT '',
            description TEXT NOT NULL DEFAULT '',
            kind SMALLINT NOT NULL DEFAULT 0,
            author_name TEXT NOT NULL DEFAULT '',
            author_url TEXT NOT NULL DEFAULT '',
            provider_name TEXT NOT NULL DEFAULT '',
            provider_url TEXT NOT NULL DEFAULT '',
            image_url TEXT,
            image_description TEXT NOT NULL DEFAULT '',
            width BIGINT NOT NULL DEFAULT 0,
            height BIGINT NOT NULL DEFAULT 0,
            language TEXT,
            published_at BIGINT
        );
        CREATE TABLE card_uses (
            day BIGINT NOT NULL,
            card_id BIGINT NOT NULL REFERENCES cards (id) ON DELETE CASCADE,
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            uses BIGINT NOT NULL,
            PRIMARY KEY (day, card_id, account_id)
        ) {clustered};
        CREATE INDEX card_uses_card ON card_uses (card_id, day);
        CREATE INDEX card_uses_account ON card_uses (account_id);

        """

    private static let translations = """
        CREATE TABLE translations (
            status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
            language TEXT NOT NULL,
            source_hash {blob} NOT NULL,
            body TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            PRIMARY KEY (status_id, language)
        ) {clustered};
        CREATE INDEX translations_age ON translations (created_at);
        """
}
