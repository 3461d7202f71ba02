// What people bring along as CSV, and archives of what they have written.

enum M0014 {
    static let migration = Migration(version: 14, name: "0014 takeout", script: imports + archives)

    /// `content` is the CSV of the lines, without headings, in the order of the kind's columns; `reached` of them were
    /// looked at. What was in the account's list before and is not in the file went first where `is_cleared`.
    private static let imports = """
        CREATE TABLE imports (
            id {serial},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            kind TEXT NOT NULL,
            overwrites BOOLEAN NOT NULL,
            state SMALLINT NOT NULL,
            file_name TEXT NOT NULL,
            total BIGINT NOT NULL,
            misunderstood BIGINT NOT NULL,
            reached BIGINT NOT NULL DEFAULT 0,
            failed BIGINT NOT NULL DEFAULT 0,
            is_cleared BOOLEAN NOT NULL DEFAULT FALSE,
            created_at BIGINT NOT NULL,
            content TEXT NOT NULL
        );
        CREATE INDEX imports_account ON imports (account_id, id);
        CREATE UNIQUE INDEX imports_running ON imports (account_id, kind) WHERE state = 1;
        CREATE INDEX imports_created ON imports (created_at);

        CREATE TABLE import_failures (
            import_id BIGINT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
            line BIGINT NOT NULL,
            fields TEXT NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (import_id, line)
        ) {clustered};

        """

    /// `name` is that of the file; it lies with the `node` that made it.
    private static let archives = """
        CREATE TABLE archives (
            id {serial},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            state SMALLINT NOT NULL,
            name TEXT NOT NULL,
            node SMALLINT NOT NULL DEFAULT 0,
            posts BIGINT NOT NULL DEFAULT 0,
            bytes BIGINT NOT NULL DEFAULT 0,
            reason TEXT,
            created_at BIGINT NOT NULL
        );
        CREATE INDEX archives_account ON archives (account_id, id);
        CREATE INDEX archives_created ON archives (created_at);
        CREATE UNIQUE INDEX archives_name ON archives (name);
        """
}
