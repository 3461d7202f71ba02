// What apps were told and was not so: pictures of cards, what happened each week, and the
// posts of featured tags.

enum M0015 {
    static let migration = Migration(
        version: 15,
        name: "0015 pictures and activity",
        script: featuredTags + activity + cardImages
    )

    /// `image_path` is the small picture that is kept here, `width` and `height` are its size. `image_released_at` is when
    /// it came, or when a status let go of the card: a day later somebody looks whether any status still has it.
    private static let cardImages = """
        ALTER TABLE cards ADD COLUMN image_path TEXT;
        ALTER TABLE cards ADD COLUMN image_blurhash TEXT;
        ALTER TABLE cards ADD COLUMN image_released_at BIGINT;
        CREATE INDEX cards_released ON cards (image_released_at) WHERE image_released_at IS NOT NULL;

        """

    /// `week` is the Monday it begins with, in seconds since 1970; the last ids say how far it was counted.
    /// `activity_people` are those who were seen this week, to be counted once.
    private static let activity = """
        CREATE TABLE activity_weeks (
            week BIGINT NOT NULL PRIMARY KEY,
            statuses BIGINT NOT NULL DEFAULT 0,
            logins BIGINT NOT NULL DEFAULT 0,
            registrations BIGINT NOT NULL DEFAULT 0,
            last_status_id BIGINT NOT NULL DEFAULT 0,
            last_account_id BIGINT NOT NULL DEFAULT 0
        ) {clustered};
        CREATE TABLE activity_people (
            week BIGINT NOT NULL,
            account_id BIGINT NOT NULL,
            PRIMARY KEY (week, account_id)
        ) {clustered};

        """

    /// Public and unlisted posts of the owner with the tag, and when the last of them was posted.
    private static let featuredTags = """
        ALTER TABLE featured_tags ADD COLUMN statuses_count BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE featured_tags ADD COLUMN last_status_at BIGINT;
        UPDATE featured_tags SET (statuses_count, last_status_at) = (
            SELECT COUNT(*), MAX(s.created_at) FROM statuses s JOIN status_tags t ON t.status_id = s.id
            WHERE s.account_id = featured_tags.account_id AND s.visibility IN (0, 1) AND t.tag_id = featured_tags.tag_id);

        """
}
