// Addresses that are told when something waits for the moderators.

enum M0056 {
    /// `events` are names with spaces between. `failure` is why the last message was not taken; NULL where it was.
    static let migration = Migration(
        version: 56,
        name: "0056 webhooks",
        script: """
            CREATE TABLE webhooks (
                id BIGINT PRIMARY KEY,
                url TEXT NOT NULL,
                secret TEXT NOT NULL,
                events TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                answered_at BIGINT,
                failure TEXT
            );

            """
    )
}
