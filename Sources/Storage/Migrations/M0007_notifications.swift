// Notifications in groups, held back by policy, and pushed to devices.

enum M0007 {
    static let migration = Migration(
        version: 7,
        name: "0007 notifications",
        script: groups + grouping + policies + warnings + push
    )

    /// A page of groups reads these rows and never counts members: a status with 100,000 favourites is one row an hour or
    /// more. `last_id` is where a group stands in lists.
    private static let groups = """
        CREATE TABLE notification_groups (
            id {serial},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            kind SMALLINT NOT NULL,
            status_id BIGINT REFERENCES statuses (id) ON DELETE CASCADE,
            bucket BIGINT NOT NULL,
            count BIGINT NOT NULL,
            last_id BIGINT NOT NULL,
            last_at BIGINT NOT NULL
        );
        CREATE UNIQUE INDEX notification_groups_key
            ON notification_groups (account_id, kind, COALESCE(status_id, 0), bucket);
        CREATE INDEX notification_groups_newest ON notification_groups (account_id, kind, last_id);
        CREATE INDEX notification_groups_status ON notification_groups (status_id) WHERE status_id IS NOT NULL;

        ALTER TABLE notifications ADD COLUMN group_id BIGINT;
        ALTER TABLE notifications ADD COLUMN is_filtered BOOLEAN NOT NULL DEFAULT FALSE;
        ALTER TABLE notifications ADD COLUMN subject_id BIGINT;
        DROP INDEX notifications_account;
        DROP INDEX notifications_from;
        CREATE INDEX notifications_from ON notifications (from_account_id, account_id, id);
        CREATE INDEX notifications_shown ON notifications (account_id, id) WHERE NOT is_filtered;
        CREATE INDEX notifications_kind ON notifications (account_id, kind, is_filtered, id);
        CREATE INDEX notifications_group ON notifications (group_id, id) WHERE group_id IS NOT NULL;
        CREATE INDEX notifications_filtered ON notifications (account_id, from_account_id, id) WHERE is_filtered;

        """

    /// What was told before: a group for each hour. Kinds as in `NotificationKind`: reblog 3, follow 4, favourite 6.
    private static let grouping = """
        INSERT INTO notification_groups (account_id, kind, status_id, bucket, count, last_id, last_at)
        SELECT account_id, kind, status_id, created_at / 3600000, COUNT(*), MAX(id), MAX(created_at) FROM notifications
        WHERE kind IN (3, 4, 6) GROUP BY account_id, kind, status_id, created_at / 3600000;
        UPDATE notifications SET group_id = (SELECT g.id FROM notification_groups g
            WHERE g.account_id = notifications.account_id AND g.kind = notifications.kind
                AND COALESCE(g.status_id, 0) = COALESCE(notifications.status_id, 0)
                AND g.bucket = notifications.created_at / 3600000)
        WHERE kind IN (3, 4, 6);

        """

    /// `is_merged` says that what a sender had told before being permitted is shown.
    private static let policies = """
        CREATE TABLE notification_policies (
            account_id BIGINT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
            not_following SMALLINT NOT NULL,
            not_followers SMALLINT NOT NULL,
            new_accounts SMALLINT NOT NULL,
            private_mentions SMALLINT NOT NULL,
            limited_accounts SMALLINT NOT NULL,
            bots SMALLINT NOT NULL
        ) {clustered};

        CREATE TABLE notification_permissions (
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            from_account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            is_merged BOOLEAN NOT NULL,
            PRIMARY KEY (account_id, from_account_id)
        ) {clustered};
        CREATE INDEX notification_permissions_from ON notification_permissions (from_account_id);
        CREATE INDEX notification_permissions_waiting ON notification_permissions (account_id) WHERE NOT is_merged;

        CREATE TABLE notification_requests (
            id {serial},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            from_account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL,
            UNIQUE (account_id, from_account_id)
        );
        CREATE INDEX notification_requests_account ON notification_requests (account_id, id);
        CREATE INDEX notification_requests_from ON notification_requests (from_account_id);

        """

    private static let warnings = """
        CREATE TABLE account_warnings (
            id {serial},
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            action TEXT NOT NULL,
            text TEXT NOT NULL,
            created_at BIGINT NOT NULL
        );
        CREATE INDEX account_warnings_account ON account_warnings (account_id, id);
        CREATE INDEX users_staff ON users (account_id) WHERE role > 0;

        """

    /// `alerts` has a bit for each kind of notification; `token_sealed` is explained in docs/decisions/0009.
    private static let push = """
        CREATE TABLE push_subscriptions (
            id {serial},
            token_id BIGINT NOT NULL UNIQUE REFERENCES access_tokens (id) ON DELETE CASCADE,
            account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            endpoint TEXT NOT NULL,
            p256dh {blob} NOT NULL,
            auth {blob} NOT NULL,
            is_standard BOOLEAN NOT NULL,
            alerts BIGINT NOT NULL,
            policy SMALLINT NOT NULL,
            token_sealed {blob} NOT NULL,
            created_at BIGINT NOT NULL
        );
        CREATE INDEX push_subscriptions_account ON push_subscriptions (account_id);

        CREATE TABLE server_secrets (
            name TEXT NOT NULL PRIMARY KEY,
            value {blob} NOT NULL
        ) {clustered};
        """
}
