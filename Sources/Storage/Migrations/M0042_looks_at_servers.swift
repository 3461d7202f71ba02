// Servers in the order in which they were last asked what they are.

enum M0042 {
    static let migration = Migration(
        version: 42,
        name: "0042 looks at servers",
        script: """
            CREATE INDEX hosts_looked ON hosts ((COALESCE(looked_at, 0))) WHERE unreachable_since IS NULL;
            """
    )
}
