// What people arrange for themselves: lists, filters, followed and featured tags, conversations, blocked domains,
// endorsements, and the rest of a profile.

internal import Database

enum M0009 {
    static let migration = Migration(
        version: 9,
        name: "0009 lists filters conversations",
        script: lists + filters + tags + conversations + people,
        afterwards: { try ConversationQueries.gatherAll($0) }
    )

    private static let lists = """
        CREATE TABLE lists (
            id {serial},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            title TEXT NOT NULL,
            replies_policy SMALLINT NOT NULL,
            is_exclusive BOOLEAN NOT NULL,
            created_at BIGINT NOT NULL
        );
        CREATE INDEX lists_account ON lists (account_id, id);

        CREATE TABLE list_accounts (
            id {serial},
            list_id BIGINT NOT NULL REFERENCES lists (id) ON DELETE CASCADE,
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            UNIQUE (list_id, account_id)
        );
        CREATE INDEX list_accounts_list ON list_accounts (list_id, id);
        CREATE INDEX list_accounts_account ON list_accounts (account_id);

        """

    private static let filters = """
        CREATE TABLE filters (
            id {serial},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            title TEXT NOT NULL,
            contexts SMALLINT NOT NULL,
            action SMALLINT NOT NULL,
            expires_at BIGINT,
            created_at BIGINT NOT NULL
        );
        CREATE INDEX filters_account ON filters (account_id, id);

        CREATE TABLE filter_keywords (
            id {serial},
            filter_id BIGINT NOT NULL REFERENCES filters (id) ON DELETE CASCADE,
            keyword TEXT NOT NULL,
            whole_word BOOLEAN NOT NULL
        );
        CREATE INDEX filter_keywords_filter ON filter_keywords (filter_id, id);

        CREATE TABLE filter_statuses (
            id {serial},
            filter_id BIGINT NOT NULL REFERENCES filters (id) ON DELETE CASCADE,
            status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
            UNIQUE (filter_id, status_id)
        );
        CREATE INDEX filter_statuses_filter ON filter_statuses (filter_id, id);
        CREATE INDEX filter_statuses_status ON filter_statuses (status_id);

        """

    private static let tags = """
        CREATE TABLE tag_follows (
            id {serial},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            tag_id BIGINT NOT NULL REFERENCES tags (id),
            created_at BIGINT NOT NULL,
            UNIQUE (account_id, tag_id)
        );
        CREATE INDEX tag_follows_account ON tag_follows (account_id, id);
        CREATE INDEX tag_follows_tag ON tag_follows (tag_id, account_id);

        CREATE TABLE featured_tags (
            id {serial},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            tag_id BIGINT NOT NULL REFERENCES tags (id),
            name TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            UNIQUE (account_id, tag_id)
        );
        CREATE INDEX featured_tags_account ON featured_tags (account_id, id);
        CREATE INDEX featured_tags_tag ON featured_tags (tag_id);

        """

    /// A conversation is one person's view of a thread of direct statuses among the same people; `participants` are
    /// the ids of the others, ascending, with a space between.
    private static let conversations = """
        CREATE TABLE conversations (
            id {serial},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            thread_id BIGINT NOT NULL,
            participants TEXT NOT NULL,
            last_status_id BIGINT NOT NULL,
            is_unread BOOLEAN NOT NULL,
            UNIQUE (account_id, thread_id, participants)
        );
        CREATE INDEX conversations_account ON conversations (account_id, last_status_id);

        CREATE TABLE conversation_statuses (
            conversation_id BIGINT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
            status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
            PRIMARY KEY (conversation_id, status_id)
        ) {clustered};
        CREATE INDEX conversation_statuses_status ON conversation_statuses (status_id);

        """

    private static let people = """
        CREATE TABLE account_domain_blocks (
            id {serial},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            domain TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            UNIQUE (account_id, domain)
        );
        CREATE INDEX account_domain_blocks_account ON account_domain_blocks (account_id, id);

        CREATE TABLE endorsements (
            id {serial},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            target_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            created_at BIGINT NOT NULL,
            UNIQUE (account_id, target_id)
        );
        CREATE INDEX endorsements_account ON endorsements (account_id, id);
        CREATE INDEX endorsements_target ON endorsements (target_id);

        ALTER TABLE accounts ADD COLUMN attribution_domains TEXT NOT NULL DEFAULT '';
        ALTER TABLE accounts ADD COLUMN shows_media BOOLEAN NOT NULL DEFAULT TRUE;
        ALTER TABLE accounts ADD COLUMN shows_media_replies BOOLEAN NOT NULL DEFAULT TRUE;
        ALTER TABLE accounts ADD COLUMN shows_featured BOOLEAN NOT NULL DEFAULT TRUE;
        """
}
