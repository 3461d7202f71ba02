// Work to be done later.

enum M0005 {
    static let migration = Migration(version: 5, name: "0005 jobs", script: jobs)

    /// `run_at` is when a job is due; while a node works on it, when it is due again should that node die.
    private static let jobs = """
        CREATE TABLE jobs (
            id {serial},
            kind TEXT NOT NULL,
            payload TEXT NOT NULL,
            key TEXT,
            host TEXT,
            attempts SMALLINT NOT NULL DEFAULT 0,
            run_at BIGINT NOT NULL,
            leased_by BIGINT,
            error TEXT,
            is_dead BOOLEAN NOT NULL DEFAULT FALSE,
            created_at BIGINT NOT NULL
        );
        CREATE UNIQUE INDEX jobs_key ON jobs (kind, key) WHERE key IS NOT NULL AND NOT is_dead;
        CREATE INDEX jobs_due ON jobs (run_at) WHERE NOT is_dead;
        CREATE INDEX jobs_leased ON jobs (leased_by) WHERE leased_by IS NOT NULL;
        CREATE INDEX jobs_dead ON jobs (run_at) WHERE is_dead;
        """
}
