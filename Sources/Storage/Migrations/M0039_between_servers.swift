// What servers remember of each other's posts: that they are gone, where their threads are, who agreed to a quote.

enum M0039 {
    static let migration = Migration(
        version: 39,
        name: "0039 between servers",
        script: tombstones + reports + moves + threads + quotes
    )

    /// `tombstones` are ids of posts and boosts of other servers, with the actor who said that they are gone: only that
    /// actor's word is refused later. `deleted_statuses` were posts of this server that everybody could read.
    private static let tombstones = """
        CREATE TABLE tombstones (
            uri TEXT NOT NULL,
            actor TEXT NOT NULL,
            deleted_at BIGINT NOT NULL,
            PRIMARY KEY (uri, actor)
        ) {clustered};
        CREATE INDEX tombstones_deleted ON tombstones (deleted_at);
        CREATE TABLE deleted_statuses (
            id BIGINT NOT NULL PRIMARY KEY,
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            deleted_at BIGINT NOT NULL
        ) {clustered};
        CREATE INDEX deleted_statuses_account ON deleted_statuses (account_id);

        """

    /// `uri` is the id that another server gave a report, so that it is taken once.
    private static let reports = """
        ALTER TABLE reports ADD COLUMN uri TEXT;
        CREATE UNIQUE INDEX reports_uri ON reports (uri) WHERE uri IS NOT NULL;

        """

    /// `moved_to` is what an account's actor says; `moved_to_id` that account, once it has said so too.
    private static let moves = """
        ALTER TABLE accounts ADD COLUMN moved_to_id BIGINT;
        ALTER TABLE accounts ADD COLUMN moved_at BIGINT;

        """

    /// Where a post of another server says that its thread is, when somebody here last had that read, and what came of it.
    private static let threads = """
        CREATE TABLE remote_threads (
            status_id BIGINT NOT NULL PRIMARY KEY REFERENCES statuses (id) ON DELETE CASCADE,
            context TEXT,
            replies TEXT,
            looked_at BIGINT,
            finished_at BIGINT,
            found BIGINT NOT NULL DEFAULT 0
        ) {clustered};

        """

    /// `quote_authorizations` are agreed quotes of posts of this server; `id` is in the stamp's address. `quote_stamps` are
    /// the stamps of others under quotes by people of this server.
    private static let quotes = """
        CREATE TABLE quote_authorizations (
            id BIGINT NOT NULL PRIMARY KEY,
            quoted_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
            quoting_uri TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            revoked_at BIGINT
        ) {clustered};
        CREATE UNIQUE INDEX quote_authorizations_quoted ON quote_authorizations (quoted_id, quoting_uri);
        CREATE TABLE quote_stamps (
            status_id BIGINT NOT NULL PRIMARY KEY REFERENCES statuses (id) ON DELETE CASCADE,
            uri TEXT NOT NULL
        ) {clustered};
        CREATE INDEX quote_stamps_uri ON quote_stamps (uri);
        """
}
