// SQL of the second factor at sign-in. Secrets are sealed and recovery codes hashed before they come here.

public import Basics
public import Database

/// What an account shares with an authenticator app.
public struct TwoFactorRow: Sendable, Equatable {
    public var accountID: Int64
    public var sealedSecret: [UInt8]
    public var createdAt: Timestamp
    /// When a first code showed that the app has the secret; sign-in asks for no code before.
    public var confirmedAt: Timestamp?
    /// The step of time of the last code that was taken.
    public var lastStep: Int64
}

public enum TwoFactorQueries {
    private static let find = SQL(
        "SELECT account_id, secret_sealed, created_at, confirmed_at, last_step FROM two_factor WHERE account_id = $1"
    )
    private static let begin = SQL(
        """
        INSERT INTO two_factor (account_id, secret_sealed, created_at) VALUES ($1, $2, $3)
        ON CONFLICT (account_id) DO UPDATE SET secret_sealed = excluded.secret_sealed, created_at = excluded.created_at
        WHERE two_factor.confirmed_at IS NULL
        """
    )
    private static let confirm = SQL(
        """
        UPDATE two_factor SET confirmed_at = $1, last_step = $2
        WHERE account_id = $3 AND secret_sealed = $4 AND confirmed_at IS NULL
        """
    )
    private static let advance = SQL(
        "UPDATE two_factor SET last_step = $1 WHERE account_id = $2 AND secret_sealed = $3 AND last_step < $1"
    )
    private static let delete = SQL("DELETE FROM two_factor WHERE account_id = $1 AND confirmed_at IS NOT NULL")
    private static let insertCode = SQL("INSERT INTO recovery_codes (account_id, code_hash) VALUES ($1, $2)")
    private static let takeCode = SQL("DELETE FROM recovery_codes WHERE account_id = $1 AND code_hash = $2")
    private static let deleteCodes = SQL("DELETE FROM recovery_codes WHERE account_id = $1")
    private static let countCodes = SQL("SELECT COUNT(*) FROM recovery_codes WHERE account_id = $1")

    public static func row(of account: Int64, _ connection: Connection) throws -> TwoFactorRow? {
        try connection.first(find, .int(account)) { row in
            TwoFactorRow(
                accountID: row.int(0),
                sealedSecret: row.blob(1),
                createdAt: Timestamp(milliseconds: row.int(2)),
                confirmedAt: row.moment(3),
                lastStep: row.int(4)
            )
        }
    }

    /// Keeps a new secret in place of one that was not confirmed. Returns false where one is confirmed.
    public static func begin(
        of account: Int64,
        sealedSecret: [UInt8],
        at now: Timestamp,
        _ connection: Connection
    ) throws -> Bool {
        try connection.execute(begin, .int(account), .blob(sealedSecret), .int(now.milliseconds)) > 0
    }

    /// Returns false where it is confirmed already, or another secret has come meanwhile.
    public static func confirm(_ row: TwoFactorRow, step: Int64, at now: Timestamp, _ connection: Connection) throws
        -> Bool
    {
        try connection.execute(
            confirm,
            .int(now.milliseconds),
            .int(step),
            .int(row.accountID),
            .blob(row.sealedSecret)
        ) > 0
    }

    /// Uses up the codes until a step of time. Returns false where they are used: of two who come with one code, one is let in.
    public static func advance(_ row: TwoFactorRow, to step: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(advance, .int(step), .int(row.accountID), .blob(row.sealedSecret)) > 0
    }

    /// Returns whether it was on.
    public static func delete(of account: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(deleteCodes, .int(account))
        return try connection.execute(delete, .int(account)) > 0
    }

    // MARK: Recovery codes

    /// Keeps codes in place of those that were there.
    public static func replaceCodes(of account: Int64, hashes: [[UInt8]], _ connection: Connection) throws {
        try connection.execute(deleteCodes, .int(account))
        for hash in hashes { try connection.execute(insertCode, .int(account), .blob(hash)) }
    }

    /// Uses a code up. Returns whether it was there.
    public static func takeCode(hash: [UInt8], of account: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(takeCode, .int(account), .blob(hash)) > 0
    }

    public static func countCodes(of account: Int64, _ connection: Connection) throws -> Int {
        try connection.first(countCodes, .int(account)) { Int(clamping: $0.int(0)) } ?? 0
    }
}
