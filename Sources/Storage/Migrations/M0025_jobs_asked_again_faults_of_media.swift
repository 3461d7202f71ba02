// Jobs that are asked for while they run, and why files are not processed yet.

enum M0025 {
    static let migration = Migration(
        version: 25,
        name: "0025 jobs asked again, faults of media",
        script: jobs + media
    )

    /// When a job that is being worked on is due once more. Of one that is not, it means nothing.
    private static let jobs = """
        ALTER TABLE jobs ADD COLUMN again_at BIGINT;

        """

    /// What is wrong with the server, how often that stopped a file, and when the next attempt is due.
    private static let media = """
        ALTER TABLE media_attachments ADD COLUMN fault TEXT;
        ALTER TABLE media_attachments ADD COLUMN faults SMALLINT NOT NULL DEFAULT 0;
        ALTER TABLE media_attachments ADD COLUMN retry_at BIGINT;

        """
}
