// The history of an edited status tells which options its poll had.

enum M0004 {
    static let migration = Migration(
        version: 4,
        name: "0004 poll edits",
        script: "ALTER TABLE status_edits ADD COLUMN poll_options TEXT"
    )
}
