// Other servers, the people on them, and the keys by which servers know each other.

enum M0027 {
    static let migration = Migration(
        version: 27,
        name: "0027 servers and actors",
        script: servers + actors + keys
    )

    /// `hosts` is what was seen of them; `unreachable_since` says that nothing is sent until they speak. A block or an
    /// allowance is of a domain with all below it.
    private static let servers = """
        CREATE TABLE hosts (
            name TEXT NOT NULL PRIMARY KEY,
            software TEXT,
            software_version TEXT,
            first_seen_at BIGINT NOT NULL,
            looked_at BIGINT,
            last_heard_at BIGINT,
            last_success_at BIGINT,
            last_failure_at BIGINT,
            unreachable_since BIGINT,
            signature_form SMALLINT NOT NULL DEFAULT 0
        ) {clustered};
        CREATE INDEX hosts_unreachable ON hosts (unreachable_since) WHERE unreachable_since IS NOT NULL;

        CREATE TABLE server_blocks (
            id {serial},
            domain TEXT NOT NULL UNIQUE,
            severity SMALLINT NOT NULL,
            rejects_media BOOLEAN NOT NULL DEFAULT FALSE,
            rejects_reports BOOLEAN NOT NULL DEFAULT FALSE,
            is_obfuscated BOOLEAN NOT NULL DEFAULT FALSE,
            public_comment TEXT NOT NULL DEFAULT '',
            private_comment TEXT NOT NULL DEFAULT '',
            created_at BIGINT NOT NULL
        );
        CREATE TABLE server_allows (
            id {serial},
            domain TEXT NOT NULL UNIQUE,
            created_at BIGINT NOT NULL
        );

        """

    /// What is known of an actor beyond its `accounts` row. The counts are what its own server says; `also_known_as` holds
    /// one id a line. What was decided about an account's server and not about itself is marked, to be taken back with it.
    private static let actors = """
        ALTER TABLE accounts ADD COLUMN also_known_as TEXT NOT NULL DEFAULT '';
        ALTER TABLE accounts ADD COLUMN moved_to TEXT;
        CREATE TABLE remote_accounts (
            account_id BIGINT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
            host TEXT NOT NULL,
            actor_type SMALLINT NOT NULL,
            inbox TEXT NOT NULL,
            shared_inbox TEXT,
            outbox TEXT,
            followers TEXT,
            following TEXT,
            featured TEXT,
            featured_tags TEXT,
            statuses_count BIGINT,
            followers_count BIGINT,
            following_count BIGINT,
            fetched_at BIGINT NOT NULL,
            named_at BIGINT,
            is_silenced_with_host BOOLEAN NOT NULL DEFAULT FALSE,
            is_suspended_with_host BOOLEAN NOT NULL DEFAULT FALSE
        ) {clustered};
        CREATE INDEX remote_accounts_host ON remote_accounts (host);
        CREATE TABLE remote_emojis (
            host TEXT NOT NULL,
            shortcode TEXT NOT NULL,
            url TEXT NOT NULL,
            updated_at BIGINT NOT NULL,
            PRIMARY KEY (host, shortcode)
        ) {clustered};

        """

    /// `actor_keys` are public keys of others by their ids; one without `public_key` could not be had. `signing_keys` are
    /// this server's, the private halves sealed; they outlive their account, whose deletion is still to be signed, and
    /// account 0 is the server itself.
    private static let keys = """
        CREATE TABLE actor_keys (
            id TEXT NOT NULL PRIMARY KEY,
            owner TEXT NOT NULL,
            host TEXT NOT NULL,
            public_key TEXT NOT NULL,
            fetched_at BIGINT NOT NULL
        ) {clustered};
        CREATE INDEX actor_keys_owner ON actor_keys (owner);
        CREATE TABLE signing_keys (
            account_id BIGINT NOT NULL PRIMARY KEY,
            rsa_public TEXT NOT NULL,
            rsa_private {blob} NOT NULL,
            ed25519_public TEXT NOT NULL,
            ed25519_private {blob} NOT NULL,
            created_at BIGINT NOT NULL
        ) {clustered};
        """
}
