// Work that comes back: when each task is due, and which node is at it.

enum M0033 {
    static let migration = Migration(version: 33, name: "0033 recurring tasks", script: tasks)

    /// `leased_until` is 0 while nobody is at it; `failures` counts those since it last went well.
    private static let tasks = """
        CREATE TABLE recurring_tasks (
            name TEXT PRIMARY KEY,
            due_at BIGINT NOT NULL,
            leased_until BIGINT NOT NULL DEFAULT 0,
            leased_by BIGINT,
            failures BIGINT NOT NULL DEFAULT 0
        ) {clustered};

        """
}
