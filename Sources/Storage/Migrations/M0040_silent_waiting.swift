// Who waits for the next step of a call: found by an index, and only those who bring it nearer. And which polls are of calls elsewhere.

enum M0040 {
    /// `established_at` goes: whether somebody is in the figures is asked of their account, as when they are counted.
    static let migration = Migration(
        version: 40,
        name: "0040 silent waiting",
        script: """
            DELETE FROM call_waiting WHERE counts_from IS NULL;
            ALTER TABLE call_waiting DROP COLUMN established_at;
            CREATE INDEX call_waiting_step ON call_waiting (call_id, domain, counts_from);
            ALTER TABLE polls ADD COLUMN is_call_elsewhere BOOLEAN NOT NULL DEFAULT FALSE;
            """
    )
}
