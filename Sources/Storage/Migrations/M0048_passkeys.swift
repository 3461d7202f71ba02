// Passkeys: what somebody's devices sign in with, and which challenges were met.

enum M0048 {
    /// `public_key` is a COSE_Key; `counter` what the authenticator said last of how often it has signed. `passkey_challenges` has those
    /// that were met, until they would be too old anyway, so that none is met twice.
    static let migration = Migration(
        version: 48,
        name: "0048 passkeys",
        script: """
            CREATE TABLE passkeys (
                credential_id {blob} PRIMARY KEY,
                account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
                public_key {blob} NOT NULL,
                counter BIGINT NOT NULL,
                transports TEXT NOT NULL,
                name TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                used_at BIGINT
            ) {clustered};
            CREATE INDEX passkeys_account ON passkeys (account_id, created_at);
            CREATE TABLE passkey_challenges (
                challenge {blob} PRIMARY KEY,
                expires_at BIGINT NOT NULL
            ) {clustered};
            CREATE INDEX passkey_challenges_expired ON passkey_challenges (expires_at);

            """
    )
}
