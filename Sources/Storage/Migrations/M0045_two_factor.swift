// A second factor at sign-in: the secret shared with an app, and codes for whoever has lost it.

enum M0045 {
    /// `confirmed_at` is NULL until a first code has shown that the app has the secret. `last_step` is the step of time of the last
    /// code that was taken, so that none is taken twice (RFC 6238, 5.2).
    static let migration = Migration(
        version: 45,
        name: "0045 two factor",
        script: """
            CREATE TABLE two_factor (
                account_id BIGINT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
                secret_sealed {blob} NOT NULL,
                created_at BIGINT NOT NULL,
                confirmed_at BIGINT,
                last_step BIGINT NOT NULL DEFAULT 0
            ) {clustered};
            CREATE TABLE recovery_codes (
                account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
                code_hash {blob} NOT NULL,
                PRIMARY KEY (account_id, code_hash)
            ) {clustered};

            """
    )
}
