// What is said in public and what is silent are counted apart, and the silent figures are published in steps.

enum M0016 {
    static let migration = Migration(version: 16, name: "0016 silent steps", script: answers + published + rebuilt)

    /// `spoken_option` is that of the words alone, `choice` what was voted or answered silently; both are null where they do
    /// not count.
    private static let answers = """
        DROP TABLE call_answers;
        CREATE TABLE call_answers (
            call_id BIGINT NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            spoken_option SMALLINT,
            spoken_at BIGINT,
            choice SMALLINT,
            PRIMARY KEY (call_id, account_id)
        ) {clustered};
        CREATE INDEX call_answers_account ON call_answers (account_id);

        """

    /// `call_waiting`: whose silent acts are in no published figure yet. `call_silence`: the number drawn in secret, when the last
    /// step was taken, and what it published. Null is "not shown", which is not 0.
    private static let published = """
        CREATE TABLE call_waiting (
            call_id BIGINT NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            is_established BOOLEAN NOT NULL,
            PRIMARY KEY (call_id, account_id)
        ) {clustered};
        CREATE INDEX call_waiting_account ON call_waiting (account_id);

        CREATE TABLE call_silence (
            call_id BIGINT NOT NULL PRIMARY KEY REFERENCES calls (id) ON DELETE CASCADE,
            secret SMALLINT NOT NULL,
            stepped_at BIGINT,
            silent BIGINT,
            together BIGINT
        ) {clustered};

        CREATE TABLE call_silence_options (
            call_id BIGINT NOT NULL REFERENCES call_silence (call_id) ON DELETE CASCADE,
            option_position SMALLINT NOT NULL,
            silent BIGINT NOT NULL,
            together BIGINT NOT NULL,
            PRIMARY KEY (call_id, option_position)
        ) {clustered};

        CREATE TABLE call_silence_steps (
            call_id BIGINT NOT NULL REFERENCES call_silence (call_id) ON DELETE CASCADE,
            at BIGINT NOT NULL,
            silent BIGINT,
            together BIGINT,
            PRIMARY KEY (call_id, at)
        ) {clustered};

        """

    /// From the causes. What was answered silently until now waits for the first step, which takes new changes like every other:
    /// figures of before moved at once, and a step without new changes would show whoever came between.
    private static let rebuilt = """
        INSERT INTO call_answers (call_id, account_id, spoken_option, spoken_at, choice)
        SELECT w.call_id, w.account_id,
            CASE WHEN w.posts > 0 AND a.silenced_at IS NULL AND a.suspended_at IS NULL THEN COALESCE((
                SELECT q.option_position FROM (
                    SELECT p.status_id, p.option_position FROM call_posts p
                    WHERE p.call_id = w.call_id AND p.account_id = w.account_id
                    ORDER BY p.status_id LIMIT 100) q
                WHERE q.option_position >= 0 ORDER BY q.status_id LIMIT 1), -1) END,
            CASE WHEN a.silenced_at IS NULL AND a.suspended_at IS NULL THEN w.first_post END,
            CASE WHEN a.silenced_at IS NULL AND a.suspended_at IS NULL THEN w.choice END
        FROM (
            SELECT y.call_id AS call_id, y.account_id AS account_id, SUM(y.posts) AS posts, MIN(y.post_at) AS first_post,
                MIN(y.choice) AS choice FROM (
                SELECT p.call_id AS call_id, p.account_id AS account_id, 1 AS posts, p.created_at AS post_at,
                    CAST(NULL AS BIGINT) AS choice FROM call_posts p
                UNION ALL
                SELECT c.id, v.account_id, 0, CAST(NULL AS BIGINT), CAST(v.position AS BIGINT)
                FROM calls c JOIN poll_votes v ON v.poll_id = c.poll_id) y
            GROUP BY y.call_id, y.account_id) w
        JOIN accounts a ON a.id = w.account_id;

        DELETE FROM call_counters;
        INSERT INTO call_counters (call_id, option_position, kind, slot, people)
        SELECT d.call_id, d.option_position, d.kind, 0, COUNT(*) FROM (
            SELECT call_id, spoken_option AS option_position, 1 AS kind FROM call_answers WHERE spoken_at IS NOT NULL
            UNION ALL
            SELECT call_id, choice, 2 FROM call_answers WHERE choice IS NOT NULL
            UNION ALL
            SELECT call_id, spoken_option, 3 FROM call_answers WHERE spoken_at IS NOT NULL AND choice IS NOT NULL) d
        GROUP BY d.call_id, d.option_position, d.kind;

        DELETE FROM call_bins;
        INSERT INTO call_bins (call_id, start, slot, people)
        SELECT call_id, spoken_at / 60000 * 60000, 0, COUNT(*) FROM call_answers WHERE spoken_at IS NOT NULL
        GROUP BY call_id, spoken_at / 60000;

        INSERT INTO call_waiting (call_id, account_id, is_established)
        SELECT c.id, v.account_id, FALSE
        FROM calls c JOIN poll_votes v ON v.poll_id = c.poll_id JOIN accounts a ON a.id = v.account_id
        WHERE a.domain = ''
        GROUP BY c.id, v.account_id;
        """
}
