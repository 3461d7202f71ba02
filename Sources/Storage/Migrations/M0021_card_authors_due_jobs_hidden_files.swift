// Accounts that pages name as their authors, an index of due jobs by kind (each kind is asked for by itself), and where the
// files of suspended accounts are meanwhile.

enum M0021 {
    static let migration = Migration(
        version: 21,
        name: "0021 card authors, due jobs, hidden files",
        script: authors + jobs + files
    )

    private static let authors = """
        ALTER TABLE cards ADD COLUMN author_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL;
        CREATE INDEX cards_authors ON cards (author_id) WHERE author_id IS NOT NULL;

        """
    private static let jobs = """
        CREATE INDEX jobs_due_of_kind ON jobs (kind, run_at) WHERE NOT is_dead;

        """
    /// `path` is where everybody finds a file, `place` where it is while its account is suspended. A row is there until the
    /// file is back or gone; `is_settled` says that the file is where `is_hidden` wants it.
    private static let files = """
        CREATE TABLE hidden_files (
            path TEXT PRIMARY KEY,
            place TEXT NOT NULL,
            account_id BIGINT NOT NULL,
            is_hidden BOOLEAN NOT NULL,
            is_settled BOOLEAN NOT NULL
        ) {clustered};
        CREATE INDEX hidden_files_accounts ON hidden_files (account_id);
        CREATE INDEX hidden_files_unsettled ON hidden_files (path) WHERE NOT is_settled;
        """
}
