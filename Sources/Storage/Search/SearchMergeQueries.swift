// The index of search on SQLite keeps the words of what was deleted until its parts are merged.

public import Database

public enum SearchMergeQueries {
    /// Merges a bounded part of the index (https://sqlite.org/fts5.html#the_merge_command). Returns whether there is more
    /// to do; never on PostgreSQL, where vacuuming does it.
    public static func merge(pages: Int, _ connection: Connection) throws -> Bool {
        guard connection.engine == .sqlite else { return false }
        var changed = 0
        for table in ["status_search", "account_search"] {
            changed = max(
                changed,
                try connection.rowsChanged(by: "INSERT INTO \(table) (\(table), rank) VALUES ('merge', -\(pages))")
            )
        }
        // "If the difference is less than 2, then the merge command was a no-op."
        return changed >= 2
    }
}
