// Tags by full case folding: those that are one by now become one, with all that refers to them. Every tag can be found
// without its accents. And answers to statuses that were deleted answer nothing.

import Database

enum M0019 {
    static let migration = Migration(
        version: 19,
        name: "0019 folded tags",
        script: """
            ALTER TABLE tags ADD COLUMN search_name TEXT NOT NULL DEFAULT '';
            CREATE INDEX tags_search ON tags (search_name, name);
            CREATE INDEX status_tags_merge ON status_tags (tag_id);
            UPDATE statuses SET in_reply_to_id = NULL WHERE in_reply_to_id IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM statuses p WHERE p.id = statuses.in_reply_to_id);
            """,
        afterwards: { connection in
            try TagMergeQueries.foldAll(connection)
            try connection.executeScript("DROP INDEX status_tags_merge")
            // Entries name the tags of their statuses now.
            try SearchWorkQueries.add(SearchWorkQueries.everybody, connection)
        }
    )
}
