// Calls have an end, and what is done before an address is confirmed waits for that.

internal import Basics
internal import Database

enum M0022 {
    static let migration = Migration(
        version: 22,
        name: "0022 ends of calls",
        script: """
            CREATE TABLE waiting_answers (
                account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
                call_id BIGINT NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
                option_position BIGINT NOT NULL,
                PRIMARY KEY (account_id, call_id)
            ) {clustered};
            CREATE INDEX waiting_answers_call ON waiting_answers (call_id);

            CREATE TABLE sign_up_origins (
                account_id BIGINT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
                path TEXT NOT NULL
            ) {clustered};
            """,
        // A year from when they were made, and no sooner than in a month: time enough to put that off.
        afterwards: { connection in
            let soonest = (Clock.system.now() + .seconds(30 * 86_400)).milliseconds
            try connection.executeScript(
                """
                UPDATE calls SET closes_at = CASE WHEN created_at + 31536000000 > \(soonest)
                    THEN created_at + 31536000000 ELSE \(soonest) END
                WHERE closes_at IS NULL AND closed_at IS NULL;
                UPDATE polls SET expires_at = (SELECT c.closes_at FROM calls c WHERE c.poll_id = polls.id)
                WHERE expires_at IS NULL AND id IN (SELECT poll_id FROM calls WHERE closed_at IS NULL);
                """
            )
        }
    )
}
