// Polls, and calls with their answers.

enum M0003 {
    static let migration = Migration(version: 3, name: "0003 polls and calls", script: polls + calls + answers)

    /// Votes are counted in rows spread over `slot`s (see `CounterSlot`); position -1 counts voters.
    private static let polls = """
        CREATE TABLE polls (
            id {serial},
            status_id BIGINT NOT NULL UNIQUE REFERENCES statuses (id) ON DELETE CASCADE,
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            expires_at BIGINT,
            multiple BOOLEAN NOT NULL,
            hides_totals BOOLEAN NOT NULL,
            ended_at BIGINT
        );
        CREATE INDEX polls_account ON polls (account_id);
        CREATE INDEX polls_ending ON polls (expires_at) WHERE expires_at IS NOT NULL AND ended_at IS NULL;

        CREATE TABLE poll_options (
            poll_id BIGINT NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
            position SMALLINT NOT NULL,
            title TEXT NOT NULL,
            PRIMARY KEY (poll_id, position)
        ) {clustered};

        CREATE TABLE poll_votes (
            poll_id BIGINT NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            position SMALLINT NOT NULL,
            created_at BIGINT NOT NULL,
            PRIMARY KEY (poll_id, account_id, position)
        ) {clustered};
        CREATE INDEX poll_votes_account ON poll_votes (account_id, poll_id);

        CREATE TABLE poll_counters (
            poll_id BIGINT NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
            position SMALLINT NOT NULL,
            slot SMALLINT NOT NULL,
            votes BIGINT NOT NULL DEFAULT 0,
            PRIMARY KEY (poll_id, position, slot)
        ) {clustered};

        """

    private static let calls = """
        CREATE TABLE calls (
            id {id} REFERENCES statuses (id) ON DELETE CASCADE,
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            poll_id BIGINT NOT NULL UNIQUE REFERENCES polls (id) ON DELETE CASCADE,
            tag_id BIGINT NOT NULL REFERENCES tags (id),
            prompt TEXT NOT NULL,
            suggested_by TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            closes_at BIGINT,
            closed_at BIGINT
        );
        CREATE INDEX calls_tag ON calls (tag_id, id);
        CREATE INDEX calls_account ON calls (account_id);

        CREATE TABLE call_resources (
            call_id BIGINT NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
            position SMALLINT NOT NULL,
            country TEXT NOT NULL,
            language TEXT NOT NULL,
            name TEXT NOT NULL,
            phone TEXT NOT NULL,
            url TEXT NOT NULL,
            PRIMARY KEY (call_id, position)
        ) {clustered};

        """

    /// `call_posts` and `poll_votes` are the causes; `call_answers` is what they come to for each person, and what of it is
    /// in the counters: `kind` 0 nothing, 1 spoke, 2 counted silently. A further kind has room for anonymous answers.
    private static let answers = """
        CREATE TABLE call_posts (
            call_id BIGINT NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
            option_position SMALLINT NOT NULL,
            created_at BIGINT NOT NULL,
            PRIMARY KEY (call_id, account_id, status_id)
        ) {clustered};
        CREATE INDEX call_posts_status ON call_posts (status_id);
        CREATE INDEX call_posts_newest ON call_posts (call_id, status_id);
        CREATE INDEX call_posts_account ON call_posts (account_id);

        CREATE TABLE call_answers (
            call_id BIGINT NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            kind SMALLINT NOT NULL DEFAULT 0,
            option_position SMALLINT NOT NULL DEFAULT -1,
            first_at BIGINT NOT NULL DEFAULT 0,
            PRIMARY KEY (call_id, account_id)
        ) {clustered};
        CREATE INDEX call_answers_account ON call_answers (account_id);

        CREATE TABLE call_counters (
            call_id BIGINT NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
            option_position SMALLINT NOT NULL,
            kind SMALLINT NOT NULL,
            slot SMALLINT NOT NULL,
            people BIGINT NOT NULL DEFAULT 0,
            PRIMARY KEY (call_id, option_position, kind, slot)
        ) {clustered};

        CREATE TABLE call_bins (
            call_id BIGINT NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
            start BIGINT NOT NULL,
            slot SMALLINT NOT NULL,
            people BIGINT NOT NULL DEFAULT 0,
            PRIMARY KEY (call_id, start, slot)
        ) {clustered};
        """
}
