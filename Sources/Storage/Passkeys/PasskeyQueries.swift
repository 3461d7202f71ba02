// SQL of passkeys.

public import Basics
public import Database
public import Domain

public enum PasskeyQueries {
    private static let columns =
        "credential_id, account_id, public_key, counter, transports, name, created_at, used_at"
    private static let find = SQL("SELECT \(columns) FROM passkeys WHERE credential_id = $1")
    private static let all = SQL(
        "SELECT \(columns) FROM passkeys WHERE account_id = $1 ORDER BY created_at LIMIT $2"
    )
    private static let insert = SQL(
        """
        INSERT INTO passkeys (credential_id, account_id, public_key, counter, transports, name, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (credential_id) DO NOTHING
        """
    )
    private static let use = SQL(
        """
        UPDATE passkeys SET counter = $1, used_at = $2
        WHERE credential_id = $3 AND (counter < $1 OR counter = 0 AND $1 = 0)
        """
    )
    private static let rename = SQL("UPDATE passkeys SET name = $1 WHERE credential_id = $2 AND account_id = $3")
    private static let delete = SQL("DELETE FROM passkeys WHERE credential_id = $1 AND account_id = $2")
    private static let deleteAll = SQL("DELETE FROM passkeys WHERE account_id = $1")
    private static let meet = SQL(
        "INSERT INTO passkey_challenges (challenge, expires_at) VALUES ($1, $2) ON CONFLICT (challenge) DO NOTHING"
    )
    private static let forget = SQL("DELETE FROM passkey_challenges WHERE expires_at <= $1")

    public static func passkey(_ credentialID: [UInt8], _ connection: Connection) throws -> Passkey? {
        try connection.first(find, .blob(credentialID), row: row)
    }

    /// The oldest first.
    public static func passkeys(of account: Int64, limit: Int, _ connection: Connection) throws -> [Passkey] {
        try connection.query(all, .int(account), .int(Int64(limit)), row: row)
    }

    /// Returns false where somebody has it already.
    public static func insert(_ passkey: Passkey, _ connection: Connection) throws -> Bool {
        try connection.execute(
            insert,
            .blob(passkey.credentialID),
            .int(passkey.accountID),
            .blob(passkey.publicKey),
            .int(passkey.counter),
            .text(passkey.transports),
            .text(passkey.name),
            .int(passkey.createdAt.milliseconds)
        ) > 0
    }

    /// Notes that it has signed. Returns false where its counter has not gone up, of one that counts: there may be a copy of it
    /// (WebAuthn §6.1.1).
    public static func use(
        _ credentialID: [UInt8],
        counter: Int64,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> Bool {
        try connection.execute(use, .int(counter), .int(now.milliseconds), .blob(credentialID)) > 0
    }

    public static func rename(
        _ credentialID: [UInt8],
        of account: Int64,
        to name: String,
        _ connection: Connection
    ) throws -> Bool {
        try connection.execute(rename, .text(name), .blob(credentialID), .int(account)) > 0
    }

    public static func delete(_ credentialID: [UInt8], of account: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(delete, .blob(credentialID), .int(account)) > 0
    }

    /// Returns how many there were.
    public static func deleteAll(of account: Int64, _ connection: Connection) throws -> Int {
        try connection.execute(deleteAll, .int(account))
    }

    /// Uses a challenge up. Returns false where it was met before: of two who come with one, one is let in.
    public static func meet(
        _ challenge: [UInt8],
        until end: Timestamp,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> Bool {
        try connection.execute(forget, .int(now.milliseconds))
        return try connection.execute(meet, .blob(challenge), .int(end.milliseconds)) > 0
    }

    private static func row(_ row: Row) throws -> Passkey {
        var passkey = Passkey(
            credentialID: row.blob(0),
            accountID: row.int(1),
            publicKey: row.blob(2),
            counter: row.int(3),
            transports: row.text(4),
            name: row.text(5),
            createdAt: Timestamp(milliseconds: row.int(6))
        )
        passkey.usedAt = row.moment(7)
        return passkey
    }
}
