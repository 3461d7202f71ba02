// The indexes of search: statuses by their words and marks, accounts by their names. Statuses that are there already are
// indexed by the running server, a bounded number at a time (`search_work`). And who may be found: the directory, and whom
// somebody does not want to have suggested again.

import Database

enum M0008 {
    static let migration = Migration(
        version: 8,
        name: "0008 search",
        script: """
            CREATE TABLE search_work (
                account_id BIGINT NOT NULL PRIMARY KEY,
                below BIGINT NOT NULL
            ) {clustered};
            CREATE INDEX accounts_discoverable ON accounts (id) WHERE is_discoverable;
            CREATE TABLE suggestion_dismissals (
                account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
                target_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
                created_at BIGINT NOT NULL,
                PRIMARY KEY (account_id, target_id)
            ) {clustered};
            CREATE INDEX suggestion_dismissals_target ON suggestion_dismissals (target_id);
            """,
        afterwards: { connection in
            switch connection.engine {
            case .sqlite: try connection.executeScript(sqlite)
            case .postgres: try connection.executeScript(postgres)
            }
            try AccountSearchQueries.fill(connection)
            try SearchWorkQueries.add(SearchWorkQueries.everybody, connection)
        }
    )

    /// Words are cut in Swift; the tokenizer only parts them at spaces. A cascade of a foreign key fires triggers, but does
    /// not reach virtual tables (https://sqlite.org/lang_createtrigger.html).
    private static let sqlite = """
        CREATE VIRTUAL TABLE status_search USING fts5(tokens, tokenize = "ascii tokenchars '_'", columnsize = 0);
        CREATE TRIGGER status_search_delete AFTER DELETE ON statuses WHEN old.reblog_of_id IS NULL BEGIN
            DELETE FROM status_search WHERE rowid = old.id;
        END;
        CREATE VIRTUAL TABLE account_search
            USING fts5(tokens, tokenize = "ascii tokenchars '_'", columnsize = 0, prefix = '1 2 3');
        CREATE TRIGGER account_search_delete AFTER DELETE ON accounts BEGIN
            DELETE FROM account_search WHERE rowid = old.id;
        END;
        """

    private static let postgres = """
        CREATE TABLE status_search (
            rowid BIGINT PRIMARY KEY REFERENCES statuses (id) ON DELETE CASCADE,
            tokens TSVECTOR NOT NULL
        );
        CREATE INDEX status_search_tokens ON status_search USING GIN (tokens);
        CREATE TABLE account_search (
            rowid BIGINT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
            tokens TSVECTOR NOT NULL
        );
        CREATE INDEX account_search_tokens ON account_search USING GIN (tokens);
        """
}
