// Attachments of statuses, and pictures of profiles.

enum M0006 {
    static let migration = Migration(version: 6, name: "0006 media", script: attachments + places)

    /// `position` is the place under the status; NULL for one that only the history shows. `loose_since` is when an upload
    /// came in or was taken off a status that was deleted. `media_removals` are files whose rows are gone.
    private static let attachments = """
        CREATE TABLE media_attachments (
            id {id},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            status_id BIGINT REFERENCES statuses (id) ON DELETE SET NULL,
            position SMALLINT,
            kind SMALLINT NOT NULL,
            state SMALLINT NOT NULL,
            format TEXT NOT NULL,
            node SMALLINT NOT NULL,
            attempts SMALLINT NOT NULL DEFAULT 0,
            path TEXT,
            preview_path TEXT,
            description TEXT,
            focus_x DOUBLE PRECISION,
            focus_y DOUBLE PRECISION,
            blurhash TEXT,
            width BIGINT,
            height BIGINT,
            preview_width BIGINT,
            preview_height BIGINT,
            duration DOUBLE PRECISION,
            frame_rate TEXT,
            bitrate BIGINT,
            loose_since BIGINT NOT NULL
        );
        CREATE INDEX media_attachments_status ON media_attachments (status_id) WHERE status_id IS NOT NULL;
        CREATE INDEX media_attachments_account ON media_attachments (account_id, id);
        CREATE INDEX media_attachments_loose ON media_attachments (loose_since) WHERE status_id IS NULL;
        CREATE INDEX media_attachments_processing ON media_attachments (node, id) WHERE state = 0;

        CREATE TABLE media_removals (
            id {serial},
            path TEXT NOT NULL
        );

        """

    private static let places = """
        ALTER TABLE statuses ADD COLUMN has_media BOOLEAN NOT NULL DEFAULT FALSE;
        CREATE INDEX statuses_public_media ON statuses (id) WHERE in_public_timeline AND has_media;
        CREATE INDEX statuses_account_media ON statuses (account_id, id) WHERE has_media;
        ALTER TABLE status_tags ADD COLUMN has_media BOOLEAN NOT NULL DEFAULT FALSE;
        CREATE INDEX status_tags_media ON status_tags (tag_id, status_id) WHERE is_listed AND has_media;
        ALTER TABLE status_edits ADD COLUMN media TEXT;
        ALTER TABLE accounts ADD COLUMN avatar TEXT;
        ALTER TABLE accounts ADD COLUMN avatar_static TEXT;
        ALTER TABLE accounts ADD COLUMN header TEXT;
        ALTER TABLE accounts ADD COLUMN header_static TEXT;
        """
}
