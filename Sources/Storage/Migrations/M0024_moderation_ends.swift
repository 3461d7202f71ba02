// Limits and suspensions that end by themselves, warnings about a post, and what commands tell a running server.

enum M0024 {
    static let migration = Migration(
        version: 24,
        name: "0024 moderation ends",
        script: ends + warnings + commandEvents
    )

    /// `moderation` is `silence` or `suspend`; without a row it lasts until somebody takes it back.
    private static let ends = """
        CREATE TABLE moderation_ends (
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            moderation TEXT NOT NULL,
            ends_at BIGINT NOT NULL,
            PRIMARY KEY (account_id, moderation)
        ) {clustered};
        CREATE INDEX moderation_ends_due ON moderation_ends (ends_at);

        """

    /// The post that a warning is about is gone by then.
    private static let warnings = """
        ALTER TABLE account_warnings ADD COLUMN status_id BIGINT;

        """

    /// On SQLite only, where there is no channel between processes; `text` is that of `EventText`.
    private static let commandEvents = """
        CREATE TABLE command_events (
            id {serial},
            text TEXT NOT NULL
        );

        """
}
