// SQL of other servers as this one has met them.

public import Basics
public import Database
public import Domain

public enum HostQueries {
    private static let columns = """
        name, software, software_version, first_seen_at, last_heard_at, last_success_at, last_failure_at, \
        unreachable_since, signature_form
        """
    private static let byName = SQL("SELECT \(columns) FROM hosts WHERE name = $1")
    private static let page = SQL("SELECT \(columns) FROM hosts WHERE name > $1 ORDER BY name LIMIT $2")
    private static let see = SQL(
        "INSERT INTO hosts (name, first_seen_at) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING"
    )
    private static let heard = SQL(
        """
        INSERT INTO hosts (name, first_seen_at, last_heard_at) VALUES ($1, $2, $2)
        ON CONFLICT (name) DO UPDATE SET last_heard_at = excluded.last_heard_at, unreachable_since = NULL
        """
    )
    private static let succeeded = SQL(
        """
        INSERT INTO hosts (name, first_seen_at, last_success_at) VALUES ($1, $2, $2)
        ON CONFLICT (name) DO UPDATE SET last_success_at = excluded.last_success_at, unreachable_since = NULL
        """
    )
    private static let failed = SQL(
        """
        INSERT INTO hosts (name, first_seen_at, last_failure_at) VALUES ($1, $2, $2)
        ON CONFLICT (name) DO UPDATE SET last_failure_at = excluded.last_failure_at
        """
    )
    private static let giveUp = SQL(
        """
        INSERT INTO hosts (name, first_seen_at, last_failure_at, unreachable_since) VALUES ($1, $2, $2, $2)
        ON CONFLICT (name) DO UPDATE SET last_failure_at = excluded.last_failure_at,
            unreachable_since = COALESCE(hosts.unreachable_since, excluded.unreachable_since)
        """
    )
    private static let unreachable = SQL("SELECT name FROM hosts WHERE unreachable_since IS NOT NULL")
    private static let named = SQL("SELECT \(columns) FROM hosts WHERE name {in_text $1}")
    private static let notLookedAt = SQL(
        """
        SELECT name FROM hosts WHERE COALESCE(looked_at, 0) < $1 AND unreachable_since IS NULL
        ORDER BY COALESCE(looked_at, 0) LIMIT $2
        """
    )
    /// What did not answer is what it was.
    private static let looked = SQL(
        """
        UPDATE hosts SET looked_at = $1, software = COALESCE(CAST($2 AS TEXT), software),
            software_version = CASE WHEN CAST($2 AS TEXT) IS NULL THEN software_version ELSE CAST($3 AS TEXT) END
        WHERE name = $4
        """
    )
    private static let setForm = SQL("UPDATE hosts SET signature_form = $1 WHERE name = $2")

    public static func host(_ name: String, _ connection: Connection) throws -> RemoteHost? {
        try connection.first(byName, .text(name), row: host)
    }

    /// In the order of their names, after `name`.
    public static func hosts(after name: String, limit: Int, _ connection: Connection) throws -> [RemoteHost] {
        try connection.query(page, .text(name), .int(limit), row: host)
    }

    /// Makes a row for a host unless there is one.
    public static func see(_ name: String, at now: Timestamp, _ connection: Connection) throws {
        try connection.execute(see, .text(name), .int(now.milliseconds))
    }

    /// The host sent something: it can be reached again, as far as anybody knows.
    public static func heard(from name: String, at now: Timestamp, _ connection: Connection) throws {
        try connection.execute(heard, .text(name), .int(now.milliseconds))
    }

    /// The host took something.
    public static func succeeded(_ name: String, at now: Timestamp, _ connection: Connection) throws {
        try connection.execute(succeeded, .text(name), .int(now.milliseconds))
    }

    public static func failed(_ name: String, at now: Timestamp, _ connection: Connection) throws {
        try connection.execute(failed, .text(name), .int(now.milliseconds))
    }

    /// Nothing is sent to the host until it speaks.
    public static func giveUp(_ name: String, at now: Timestamp, _ connection: Connection) throws {
        try connection.execute(giveUp, .text(name), .int(now.milliseconds))
    }

    /// Those to which nothing is sent.
    public static func unreachable(_ connection: Connection) throws -> [String] {
        try connection.query(unreachable) { $0.text(0) }
    }

    /// Those of `names` that are known, in no particular order.
    public static func hosts(named names: [String], _ connection: Connection) throws -> [RemoteHost] {
        guard !names.isEmpty else { return [] }
        return try connection.query(named, .texts(names), row: host)
    }

    /// Names of those that were not asked what they are since a moment, the longest not asked first.
    public static func notLookedAt(
        since moment: Timestamp,
        limit: Int,
        _ connection: Connection
    ) throws -> [String] {
        try connection.query(notLookedAt, .int(moment.milliseconds), .int(limit)) { $0.text(0) }
    }

    /// A host was asked what it is.
    ///
    /// - Parameter software: nil where it said nothing of use.
    public static func looked(
        at name: String,
        _ software: String?,
        version: String?,
        _ now: Timestamp,
        _ connection: Connection
    ) throws {
        try connection.execute(looked, .int(now.milliseconds), .text(software), .text(version), .text(name))
    }

    public static func setSignatureForm(_ form: SignatureForm, of name: String, _ connection: Connection) throws {
        try connection.execute(setForm, .int(form.rawValue), .text(name))
    }

    private static func host(_ row: Row) -> RemoteHost {
        RemoteHost(
            name: row.text(0),
            software: row.textOrNil(1),
            softwareVersion: row.textOrNil(2),
            firstSeenAt: Timestamp(milliseconds: row.int(3)),
            lastHeardAt: row.moment(4),
            lastSuccessAt: row.moment(5),
            lastFailureAt: row.moment(6),
            unreachableSince: row.moment(7),
            signatureForm: SignatureForm(rawValue: row.int(8)) ?? .cavage
        )
    }
}
