// What other servers sent and nobody has worked on yet, and what is to be sent to them.

enum M0028 {
    static let migration = Migration(
        version: 28,
        name: "0028 inbox and deliveries",
        script: lanes + inbox + deliveries
    )

    /// One row for each host that something waits for, by kind: 0 deliveries, 1 the inbox. `run_at` is when the host's turn
    /// comes; while a node works for it, when another may take over should that node die. `failures` count in a row.
    private static let lanes = """
        CREATE TABLE lanes (
            kind SMALLINT NOT NULL,
            host TEXT NOT NULL,
            run_at BIGINT NOT NULL,
            leased_by BIGINT,
            failures SMALLINT NOT NULL DEFAULT 0,
            failing_since BIGINT,
            PRIMARY KEY (kind, host)
        ) {clustered};
        CREATE INDEX lanes_due ON lanes (kind, run_at);
        CREATE INDEX lanes_leased ON lanes (kind, leased_by) WHERE leased_by IS NOT NULL;

        """

    /// `inbox_seen` knows activities by a digest of who signed them and their id. `object` is what an activity is about:
    /// those about the same are worked on in order.
    private static let inbox = """
        CREATE TABLE inbox_seen (
            digest {blob} NOT NULL PRIMARY KEY,
            received_at BIGINT NOT NULL
        ) {clustered};
        CREATE INDEX inbox_seen_received ON inbox_seen (received_at);
        CREATE TABLE inbox_activities (
            id {serial},
            host TEXT NOT NULL,
            signer TEXT NOT NULL,
            object TEXT NOT NULL,
            recipient_id BIGINT,
            body {blob} NOT NULL,
            attempts SMALLINT NOT NULL DEFAULT 0,
            run_at BIGINT NOT NULL,
            received_at BIGINT NOT NULL,
            error TEXT,
            is_dead BOOLEAN NOT NULL DEFAULT FALSE
        );
        CREATE INDEX inbox_activities_waiting ON inbox_activities (host, id) WHERE NOT is_dead;
        CREATE INDEX inbox_activities_retried ON inbox_activities (host, object, id) WHERE attempts > 0 AND NOT is_dead;
        CREATE INDEX inbox_activities_dead ON inbox_activities (received_at) WHERE is_dead;

        """

    /// The bytes of an activity stand once, in `outgoing_activities`; a delivery is one inbox that is to have them. `account_id` and
    /// `key_id` say who signs, also when the account is gone. `state`:
    /// 0 waits, 1 delivered, 2 refused, 3 given up. `topic` is a hash of what an activity is about:
    /// of one topic, a host hears in order.
    private static let deliveries = """
        CREATE TABLE outgoing_activities (
            id {serial},
            account_id BIGINT NOT NULL,
            key_id TEXT NOT NULL,
            status_id BIGINT,
            body {blob} NOT NULL,
            created_at BIGINT NOT NULL
        );
        CREATE INDEX outgoing_activities_status ON outgoing_activities (status_id, id) WHERE status_id IS NOT NULL;
        CREATE INDEX outgoing_activities_created ON outgoing_activities (created_at);
        CREATE TABLE deliveries (
            id {serial},
            activity_id BIGINT NOT NULL REFERENCES outgoing_activities (id) ON DELETE CASCADE,
            host TEXT NOT NULL,
            inbox TEXT NOT NULL,
            topic BIGINT NOT NULL,
            state SMALLINT NOT NULL DEFAULT 0,
            attempts SMALLINT NOT NULL DEFAULT 0,
            run_at BIGINT NOT NULL,
            error TEXT
        );
        CREATE UNIQUE INDEX deliveries_activity ON deliveries (activity_id, inbox);
        CREATE INDEX deliveries_waiting ON deliveries (host, id) WHERE state = 0;
        CREATE INDEX deliveries_retried ON deliveries (host, topic, id) WHERE state = 0 AND attempts > 0;
        """
}
