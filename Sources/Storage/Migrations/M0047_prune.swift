// What clears away: how far it has come, and how the disk fills.

enum M0047 {
    static let migration = Migration(version: 47, name: "0047 prune", script: progress + disks + indexes)

    /// `reached` is the last row that was looked at in a round that is not over.
    private static let progress = """
        CREATE TABLE prune_progress (
            kind TEXT PRIMARY KEY,
            reached BIGINT NOT NULL
        ) {clustered};

        """

    /// One sample a day (days since 1970) of each node's disk.
    private static let disks = """
        CREATE TABLE disk_samples (
            node SMALLINT NOT NULL,
            day BIGINT NOT NULL,
            total BIGINT NOT NULL,
            available BIGINT NOT NULL,
            PRIMARY KEY (node, day)
        ) {clustered};

        """

    private static let indexes = """
        CREATE INDEX sessions_expired ON sessions (expires_at);
        CREATE INDEX authorization_codes_expired ON authorization_codes (expires_at);
        CREATE INDEX report_statuses_status ON report_statuses (status_id);

        """
}
