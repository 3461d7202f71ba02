// Silent answers are published for the people of each server by themselves, and of accounts that have been there for a week.

enum M0034 {
    static let migration = Migration(
        version: 34,
        name: "0034 silent answers by server",
        script: servers + waiting + unpublished
    )

    /// What each server's last step published, and the number drawn in secret for its next one; '' is this server. In `call_silence`
    /// is what all of them come to.
    private static let servers = """
        CREATE TABLE call_silence_servers (
            call_id BIGINT NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
            domain TEXT NOT NULL,
            secret SMALLINT NOT NULL,
            stepped_at BIGINT,
            silent BIGINT,
            together BIGINT,
            PRIMARY KEY (call_id, domain)
        ) {clustered};
        INSERT INTO call_silence_servers (call_id, domain, secret, stepped_at, silent, together)
        SELECT call_id, '', secret, stepped_at, silent, together FROM call_silence;
        ALTER TABLE call_silence DROP COLUMN secret;

        """

    /// `acted_at`: when somebody last did something silently; `established_at`: from when on their account is in the figures;
    /// `counts_from`: from when on it brings a step nearer, null for never.
    private static let waiting = """
        ALTER TABLE call_waiting ADD COLUMN domain TEXT NOT NULL DEFAULT '';
        ALTER TABLE call_waiting ADD COLUMN acted_at BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE call_waiting ADD COLUMN established_at BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE call_waiting ADD COLUMN counts_from BIGINT;
        UPDATE call_waiting SET counts_from = 0 WHERE is_established;
        UPDATE call_waiting SET
            domain = (SELECT a.domain FROM accounts a WHERE a.id = call_waiting.account_id),
            established_at = (SELECT a.created_at + 604800000 FROM accounts a WHERE a.id = call_waiting.account_id);
        ALTER TABLE call_waiting DROP COLUMN is_established;

        """

    /// Figures in which people of other servers were mixed with those of this one are shown again with the next step.
    private static let unpublished = """
        CREATE TEMPORARY TABLE calls_from_afar AS
        SELECT DISTINCT n.call_id FROM call_answers n JOIN accounts a ON a.id = n.account_id WHERE a.domain <> '';
        DELETE FROM call_silence_options WHERE call_id IN (SELECT call_id FROM calls_from_afar);
        DELETE FROM call_silence_steps WHERE call_id IN (SELECT call_id FROM calls_from_afar);
        UPDATE call_silence SET silent = NULL, together = NULL WHERE call_id IN (SELECT call_id FROM calls_from_afar);
        UPDATE call_silence_servers SET silent = NULL, together = NULL WHERE call_id IN (SELECT call_id FROM calls_from_afar);
        DROP TABLE calls_from_afar;
        """
}
