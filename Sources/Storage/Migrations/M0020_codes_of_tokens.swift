// Which code a token was issued for, so that a code that comes a second time ends it (RFC 6749 §4.1.2).

enum M0020 {
    static let migration = Migration(
        version: 20,
        name: "0020 codes of tokens",
        script: """
            ALTER TABLE access_tokens ADD COLUMN code_hash {blob};
            CREATE INDEX access_tokens_code ON access_tokens (code_hash) WHERE code_hash IS NOT NULL;

            """
    )
}
