// When somebody had posted with a tag before their newest post, so that one statement counts a post and says it.

enum M0049 {
    /// Written and read by the statement that counts a post; of rows that are counted again it may tell of an earlier time.
    static let migration = Migration(
        version: 49,
        name: "0049 posted before",
        script: "ALTER TABLE tag_people ADD COLUMN previous_at BIGINT;"
    )
}
