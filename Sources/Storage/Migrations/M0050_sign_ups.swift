// Who waits to be let in, and who lets people in: invites.

enum M0050 {
    /// `users_undecided` has those who have confirmed their address, the longest waiting first. `invites.uses` counts sign-ups, also of
    /// those who have left since; `users.invited_by_id` is for moderators alone.
    static let migration = Migration(
        version: 50,
        name: "0050 sign-ups",
        script: """
            CREATE TABLE invites (
                id {serial},
                code TEXT NOT NULL UNIQUE,
                account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
                comment TEXT NOT NULL,
                uses BIGINT NOT NULL DEFAULT 0,
                most_uses BIGINT,
                created_at BIGINT NOT NULL,
                expires_at BIGINT
            );
            CREATE INDEX invites_account ON invites (account_id, id);
            CREATE INDEX invites_expired ON invites (expires_at) WHERE expires_at IS NOT NULL;
            CREATE INDEX invites_used_up ON invites (created_at) WHERE uses >= most_uses;
            ALTER TABLE users ADD COLUMN invited_by_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL;
            CREATE INDEX users_invited_by ON users (invited_by_id) WHERE invited_by_id IS NOT NULL;
            CREATE INDEX users_undecided ON users (confirmed_at, account_id) WHERE NOT is_approved;

            """
    )
}
