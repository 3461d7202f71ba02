// The public timeline of this server's people, and of those of all others.

enum M0030 {
    static let migration = Migration(
        version: 30,
        name: "0030 local and remote timelines",
        script: """
            CREATE INDEX statuses_public_local ON statuses (id) WHERE in_public_timeline AND is_local;
            CREATE INDEX statuses_public_remote ON statuses (id) WHERE in_public_timeline AND NOT is_local;
            """
    )
}
