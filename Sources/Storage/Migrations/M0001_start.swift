// The first schema: accounts, sign-in, statuses, relationships, notifications. See ARCHITECTURE.md, "The tables".

enum M0001 {
    static let migration = Migration(
        version: 1,
        name: "0001 start",
        script: accounts + oauth + statuses + people + notices
    )

    private static let accounts = """
        CREATE TABLE accounts (
            id {id},
            username TEXT NOT NULL,
            username_key TEXT NOT NULL,
            domain TEXT NOT NULL DEFAULT '',
            display_name TEXT NOT NULL DEFAULT '',
            note TEXT NOT NULL DEFAULT '',
            fields TEXT NOT NULL DEFAULT '',
            is_locked BOOLEAN NOT NULL DEFAULT FALSE,
            is_bot BOOLEAN NOT NULL DEFAULT FALSE,
            is_discoverable BOOLEAN,
            is_indexable BOOLEAN NOT NULL DEFAULT FALSE,
            hides_collections BOOLEAN,
            created_at BIGINT NOT NULL,
            silenced_at BIGINT,
            suspended_at BIGINT,
            uri TEXT,
            url TEXT
        );
        CREATE UNIQUE INDEX accounts_name ON accounts (username_key, domain);
        CREATE UNIQUE INDEX accounts_uri ON accounts (uri) WHERE uri IS NOT NULL;

        CREATE TABLE account_counters (
            account_id BIGINT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
            statuses_count BIGINT NOT NULL DEFAULT 0,
            followers_count BIGINT NOT NULL DEFAULT 0,
            following_count BIGINT NOT NULL DEFAULT 0,
            last_status_at BIGINT,
            version BIGINT NOT NULL DEFAULT 0
        ) {clustered};

        CREATE TABLE users (
            account_id BIGINT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
            email TEXT NOT NULL,
            email_key TEXT NOT NULL UNIQUE,
            password_hash TEXT NOT NULL,
            role SMALLINT NOT NULL DEFAULT 0,
            locale TEXT NOT NULL DEFAULT 'en',
            confirmed_at BIGINT,
            is_approved BOOLEAN NOT NULL DEFAULT TRUE,
            is_disabled BOOLEAN NOT NULL DEFAULT FALSE,
            default_visibility SMALLINT NOT NULL DEFAULT 0,
            default_sensitive BOOLEAN NOT NULL DEFAULT FALSE,
            default_language TEXT,
            sign_up_reason TEXT,
            created_at BIGINT NOT NULL
        ) {clustered};

        CREATE TABLE sessions (
            token_hash {blob} NOT NULL PRIMARY KEY,
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            created_at BIGINT NOT NULL,
            expires_at BIGINT NOT NULL
        ) {clustered};
        CREATE INDEX sessions_account ON sessions (account_id);

        """

    private static let oauth = """
        CREATE TABLE apps (
            id {id},
            client_id TEXT NOT NULL UNIQUE,
            secret_hash {blob} NOT NULL,
            name TEXT NOT NULL,
            website TEXT,
            redirect_uris TEXT NOT NULL,
            scopes TEXT NOT NULL,
            created_at BIGINT NOT NULL
        );
        CREATE TABLE authorization_codes (
            code_hash {blob} NOT NULL PRIMARY KEY,
            app_id BIGINT NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            redirect_uri TEXT NOT NULL,
            scopes TEXT NOT NULL,
            code_challenge TEXT,
            expires_at BIGINT NOT NULL
        ) {clustered};
        CREATE INDEX authorization_codes_account ON authorization_codes (account_id, expires_at);
        CREATE TABLE access_tokens (
            id {id},
            token_hash {blob} NOT NULL UNIQUE,
            app_id BIGINT NOT NULL REFERENCES apps (id),
            account_id BIGINT REFERENCES accounts (id) ON DELETE CASCADE,
            scopes TEXT NOT NULL,
            created_at BIGINT NOT NULL
        );
        CREATE INDEX access_tokens_account ON access_tokens (account_id);

        """

    private static let statuses = """
        CREATE TABLE statuses (
            id {id},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            visibility SMALLINT NOT NULL,
            is_local BOOLEAN NOT NULL,
            in_public_timeline BOOLEAN NOT NULL,
            in_reply_to_id BIGINT,
            in_reply_to_account_id BIGINT,
            conversation_id BIGINT NOT NULL,
            thread_path {blob},
            reblog_of_id BIGINT REFERENCES statuses (id) ON DELETE CASCADE,
            text TEXT NOT NULL,
            spoiler_text TEXT NOT NULL,
            content TEXT NOT NULL,
            is_sensitive BOOLEAN NOT NULL,
            language TEXT,
            app_id BIGINT,
            uri TEXT,
            url TEXT,
            created_at BIGINT NOT NULL,
            edited_at BIGINT
        );
        CREATE INDEX statuses_account ON statuses (account_id, id);
        CREATE INDEX statuses_public ON statuses (id) WHERE in_public_timeline;
        CREATE INDEX statuses_thread ON statuses (thread_path) WHERE thread_path IS NOT NULL;
        CREATE INDEX statuses_reblogs ON statuses (reblog_of_id, id) WHERE reblog_of_id IS NOT NULL;
        CREATE UNIQUE INDEX statuses_one_reblog ON statuses (account_id, reblog_of_id) WHERE reblog_of_id IS NOT NULL;
        CREATE UNIQUE INDEX statuses_uri ON statuses (uri) WHERE uri IS NOT NULL;

        CREATE TABLE status_counters (
            status_id BIGINT NOT NULL PRIMARY KEY REFERENCES statuses (id) ON DELETE CASCADE,
            replies_count BIGINT NOT NULL DEFAULT 0,
            reblogs_count BIGINT NOT NULL DEFAULT 0,
            favourites_count BIGINT NOT NULL DEFAULT 0,
            version BIGINT NOT NULL DEFAULT 0
        ) {clustered};

        CREATE TABLE status_edits (
            id {serial},
            status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
            text TEXT NOT NULL,
            content TEXT NOT NULL,
            spoiler_text TEXT NOT NULL,
            is_sensitive BOOLEAN NOT NULL,
            created_at BIGINT NOT NULL
        );
        CREATE INDEX status_edits_status ON status_edits (status_id, id);

        CREATE TABLE status_mentions (
            status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            PRIMARY KEY (status_id, account_id)
        ) {clustered};
        CREATE INDEX status_mentions_account ON status_mentions (account_id, status_id);

        CREATE TABLE tags (
            id {serial},
            name TEXT NOT NULL UNIQUE,
            display_name TEXT NOT NULL,
            created_at BIGINT NOT NULL
        );
        CREATE TABLE status_tags (
            status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
            tag_id BIGINT NOT NULL REFERENCES tags (id),
            is_listed BOOLEAN NOT NULL,
            PRIMARY KEY (status_id, tag_id)
        ) {clustered};
        CREATE INDEX status_tags_listed ON status_tags (tag_id, status_id) WHERE is_listed;

        CREATE TABLE idempotency_keys (
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            key TEXT NOT NULL,
            status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
            created_at BIGINT NOT NULL,
            PRIMARY KEY (account_id, key)
        ) {clustered};
        CREATE INDEX idempotency_keys_status ON idempotency_keys (status_id);
        CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

        CREATE TABLE favourites (
            id {serial},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
            UNIQUE (account_id, status_id)
        );
        CREATE INDEX favourites_account ON favourites (account_id, id);
        CREATE INDEX favourites_status ON favourites (status_id, id);

        CREATE TABLE bookmarks (
            id {serial},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
            UNIQUE (account_id, status_id)
        );
        CREATE INDEX bookmarks_account ON bookmarks (account_id, id);
        CREATE INDEX bookmarks_status ON bookmarks (status_id);

        CREATE TABLE status_pins (
            id {serial},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
            UNIQUE (account_id, status_id)
        );
        CREATE INDEX status_pins_account ON status_pins (account_id, id);
        CREATE INDEX status_pins_status ON status_pins (status_id);

        CREATE TABLE thread_mutes (
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            conversation_id BIGINT NOT NULL,
            PRIMARY KEY (account_id, conversation_id)
        ) {clustered};

        """

    private static let people = """
        CREATE TABLE follows (
            id {serial},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            target_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            show_reblogs BOOLEAN NOT NULL,
            notify BOOLEAN NOT NULL,
            languages TEXT,
            created_at BIGINT NOT NULL,
            UNIQUE (account_id, target_id)
        );
        CREATE INDEX follows_account ON follows (account_id, id);
        CREATE INDEX follows_target ON follows (target_id, id);
        CREATE INDEX follows_notify ON follows (target_id) WHERE notify;

        CREATE TABLE follow_requests (
            id {serial},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            target_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            show_reblogs BOOLEAN NOT NULL,
            notify BOOLEAN NOT NULL,
            languages TEXT,
            created_at BIGINT NOT NULL,
            UNIQUE (account_id, target_id)
        );
        CREATE INDEX follow_requests_target ON follow_requests (target_id, id);

        CREATE TABLE blocks (
            id {serial},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            target_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            created_at BIGINT NOT NULL,
            UNIQUE (account_id, target_id)
        );
        CREATE INDEX blocks_account ON blocks (account_id, id);
        CREATE INDEX blocks_target ON blocks (target_id);

        CREATE TABLE mutes (
            id {serial},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            target_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            hides_notifications BOOLEAN NOT NULL,
            expires_at BIGINT,
            created_at BIGINT NOT NULL,
            UNIQUE (account_id, target_id)
        );
        CREATE INDEX mutes_account ON mutes (account_id, id);
        CREATE INDEX mutes_target ON mutes (target_id);

        CREATE TABLE account_notes (
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            target_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            comment TEXT NOT NULL,
            PRIMARY KEY (account_id, target_id)
        ) {clustered};

        """

    private static let notices = """
        CREATE TABLE notifications (
            id {serial},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            kind SMALLINT NOT NULL,
            from_account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            status_id BIGINT REFERENCES statuses (id) ON DELETE CASCADE,
            created_at BIGINT NOT NULL
        );
        CREATE INDEX notifications_account ON notifications (account_id, id);
        CREATE INDEX notifications_status ON notifications (status_id) WHERE status_id IS NOT NULL;
        CREATE INDEX notifications_from ON notifications (from_account_id, account_id);

        CREATE TABLE markers (
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            timeline TEXT NOT NULL,
            last_read_id BIGINT NOT NULL,
            version BIGINT NOT NULL,
            updated_at BIGINT NOT NULL,
            PRIMARY KEY (account_id, timeline)
        ) {clustered};
        """
}
