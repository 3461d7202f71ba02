// What those who run a server say and decide: rules, texts, emoji, announcements; and what is reported to them.

enum M0012 {
    static let migration = Migration(
        version: 12,
        name: "0012 rules, texts, emoji, announcements, reports",
        script: texts + announcements + reports
    )

    private static let texts = """
        CREATE TABLE rules (
            id {serial},
            text TEXT NOT NULL,
            hint TEXT NOT NULL,
            is_removed BOOLEAN NOT NULL DEFAULT FALSE
        );
        CREATE TABLE instance_texts (
            kind TEXT NOT NULL,
            effective_on BIGINT NOT NULL,
            text TEXT NOT NULL,
            updated_at BIGINT NOT NULL,
            PRIMARY KEY (kind, effective_on)
        ) {clustered};
        CREATE TABLE custom_emojis (
            id {serial},
            shortcode TEXT NOT NULL UNIQUE,
            category TEXT,
            media_type TEXT NOT NULL,
            image {blob} NOT NULL,
            still {blob},
            still_type TEXT,
            created_at BIGINT NOT NULL
        );
        CREATE INDEX accounts_domain ON accounts (domain) WHERE domain > '';

        """

    private static let announcements = """
        CREATE TABLE announcements (
            id {serial},
            text TEXT NOT NULL,
            starts_at BIGINT,
            ends_at BIGINT,
            is_all_day BOOLEAN NOT NULL,
            published_at BIGINT NOT NULL,
            is_told BOOLEAN NOT NULL DEFAULT FALSE,
            updated_at BIGINT NOT NULL
        );
        CREATE TABLE announcement_reads (
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            announcement_id BIGINT NOT NULL REFERENCES announcements (id) ON DELETE CASCADE,
            PRIMARY KEY (account_id, announcement_id)
        ) {clustered};
        CREATE INDEX announcement_reads_announcement ON announcement_reads (announcement_id);
        CREATE TABLE announcement_reactions (
            announcement_id BIGINT NOT NULL REFERENCES announcements (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            created_at BIGINT NOT NULL,
            PRIMARY KEY (announcement_id, name, account_id)
        ) {clustered};
        CREATE INDEX announcement_reactions_account ON announcement_reactions (account_id, announcement_id);

        """

    private static let reports = """
        CREATE TABLE reports (
            id {serial},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            target_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            category SMALLINT NOT NULL,
            comment TEXT NOT NULL,
            is_forwarded BOOLEAN NOT NULL,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL,
            assigned_to BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
            resolved_at BIGINT,
            resolved_by BIGINT REFERENCES accounts (id) ON DELETE SET NULL
        );
        CREATE INDEX reports_open ON reports (id) WHERE resolved_at IS NULL;
        CREATE INDEX reports_account ON reports (account_id, id);
        CREATE INDEX reports_target ON reports (target_id, id);
        CREATE INDEX reports_assigned ON reports (assigned_to) WHERE assigned_to IS NOT NULL;
        CREATE INDEX reports_resolved_by ON reports (resolved_by) WHERE resolved_by IS NOT NULL;
        CREATE TABLE report_statuses (
            report_id BIGINT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
            status_id BIGINT NOT NULL,
            PRIMARY KEY (report_id, status_id)
        ) {clustered};
        CREATE TABLE report_rules (
            report_id BIGINT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
            rule_id BIGINT NOT NULL REFERENCES rules (id),
            PRIMARY KEY (report_id, rule_id)
        ) {clustered};
        """
}
