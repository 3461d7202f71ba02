// SQL of logins and of the sessions of the web pages.

public import Basics
public import Database
public import Domain

public enum UserQueries {
    fileprivate static let columns = """
        u.account_id, u.email, u.role, u.locale, u.confirmed_at, u.is_approved, u.is_disabled, u.default_visibility,
        u.default_sensitive, u.default_language, u.created_at, u.default_quote_policy, u.is_frozen, u.invited_by_id
        """
    private static let byAccount = SQL("SELECT \(columns) FROM users u WHERE u.account_id = $1")
    private static let locked = SQL("SELECT \(columns) FROM users u WHERE u.account_id = $1 {forupdate}")
    private static let byAccounts = SQL("SELECT \(columns), u.sign_up_reason FROM users u WHERE u.account_id {in $1}")
    private static let credentialsByEmail = SQL("SELECT account_id, password_hash FROM users WHERE email_key = $1")
    private static let credentialsByName = SQL(
        """
        SELECT u.account_id, u.password_hash FROM accounts a JOIN users u ON u.account_id = a.id
        WHERE a.username_key = $1 AND a.domain = ''
        """
    )
    private static let insert = SQL(
        """
        INSERT INTO users (account_id, email, email_key, password_hash, role, locale, confirmed_at, is_approved,
            is_disabled, default_visibility, default_sensitive, default_language, sign_up_reason, created_at,
            default_quote_policy, invited_by_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        """
    )
    private static let updateDefaults = SQL(
        """
        UPDATE users SET default_visibility = $1, default_sensitive = $2, default_language = $3, default_quote_policy = $4
        WHERE account_id = $5
        """
    )
    private static let setLocale = SQL("UPDATE users SET locale = $1 WHERE account_id = $2")
    private static let setFrozen = SQL(
        "UPDATE users SET is_frozen = $1 WHERE account_id = $2 AND is_frozen IS DISTINCT FROM $1"
    )
    private static let setRole = SQL("UPDATE users SET role = $1 WHERE account_id = $2")
    private static let emailTaken = SQL("SELECT 1 FROM users WHERE email_key = $1")
    private static let count = SQL("SELECT COUNT(*) FROM users")
    private static let staff = SQL("SELECT account_id FROM users WHERE role > 0 ORDER BY account_id")
    private static let firstAdmin = SQL("SELECT account_id FROM users WHERE role = $1 ORDER BY account_id LIMIT 1")

    public static func user(_ accountID: Int64, _ connection: Connection) throws -> User? {
        try connection.first(byAccount, .int(accountID), row: user)
    }

    /// The same; it stays so until this transaction ends.
    public static func locked(_ accountID: Int64, _ connection: Connection) throws -> User? {
        try connection.first(locked, .int(accountID), row: user)
    }

    /// Logins by account, with why their people wished to join where they said it; accounts of other servers have none.
    public static func logins(
        _ accounts: [Int64],
        _ connection: Connection
    ) throws -> [Int64: (user: User, reason: String?)] {
        let found = try connection.query(byAccounts, .ids(accounts)) { (user: user($0), reason: $0.textOrNil(14)) }
        return Dictionary(found.map { ($0.user.accountID, $0) }) { first, _ in first }
    }

    /// The same without reasons.
    public static func users(_ accounts: [Int64], _ connection: Connection) throws -> [Int64: User] {
        try logins(accounts, connection).mapValues(\.user)
    }

    fileprivate static func user(_ row: Row) -> User {
        User(
            accountID: row.int(0),
            email: row.text(1),
            role: Role(rawValue: row.int(2)) ?? .user,
            locale: row.text(3),
            confirmedAt: row.moment(4),
            isApproved: row.bool(5),
            isDisabled: row.bool(6),
            isFrozen: row.bool(12),
            defaultVisibility: Visibility(rawValue: row.int(7)) ?? .public,
            defaultSensitive: row.bool(8),
            defaultLanguage: row.textOrNil(9),
            defaultQuotePolicy: QuotePolicy(rawValue: row.int(11)) ?? .nobody,
            createdAt: Timestamp(milliseconds: row.int(10)),
            invitedByID: row.intOrNil(13)
        )
    }

    /// The account and stored password hash for what was typed into the sign-in field: an e-mail address or a name.
    public static func credentials(
        login: String,
        _ connection: Connection
    ) throws -> (accountID: Int64, passwordHash: String)? {
        if let email = EmailAddress.validate(login) {
            return try connection.first(credentialsByEmail, .text(email.folded)) { ($0.int(0), $0.text(1)) }
        }
        return try connection.first(credentialsByName, .text(Username.folded(login))) { ($0.int(0), $0.text(1)) }
    }

    public static func insert(
        _ user: User,
        email: EmailAddress,
        passwordHash: String,
        reason: String?,
        _ connection: Connection
    ) throws {
        try connection.execute(
            insert,
            .int(user.accountID),
            .text(email.written),
            .text(email.folded),
            .text(passwordHash),
            .int(user.role.rawValue),
            .text(user.locale),
            .int(user.confirmedAt?.milliseconds),
            .bool(user.isApproved),
            .bool(user.isDisabled),
            .int(user.defaultVisibility.rawValue),
            .bool(user.defaultSensitive),
            .text(user.defaultLanguage),
            .text(reason),
            .int(user.createdAt.milliseconds),
            .int(user.defaultQuotePolicy.rawValue),
            .int(user.invitedByID)
        )
    }

    public static func updateDefaults(_ user: User, _ connection: Connection) throws {
        try connection.execute(
            updateDefaults,
            .int(user.defaultVisibility.rawValue),
            .bool(user.defaultSensitive),
            .text(user.defaultLanguage),
            .int(user.defaultQuotePolicy.rawValue),
            .int(user.accountID)
        )
    }

    /// Returns whether there is such a login.
    public static func setLocale(_ locale: String, of account: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(setLocale, .text(locale), .int(account)) > 0
    }

    /// Returns whether that is new.
    public static func setFrozen(_ isFrozen: Bool, of account: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(setFrozen, .bool(isFrozen), .int(account)) > 0
    }

    public static func setRole(_ role: Role, of account: Int64, _ connection: Connection) throws {
        try connection.execute(setRole, .int(role.rawValue), .int(account))
    }

    public static func isEmailTaken(_ email: EmailAddress, _ connection: Connection) throws -> Bool {
        try connection.first(emailTaken, .text(email.folded)) { _ in true } ?? false
    }

    /// Moderators and admins.
    public static func staff(_ connection: Connection) throws -> [Int64] { try connection.query(staff) { $0.int(0) } }

    /// Whom to turn to: the oldest admin. Reads logins until it finds one: keep the answer.
    public static func firstAdmin(_ connection: Connection) throws -> Int64? {
        try connection.first(firstAdmin, .int(Role.admin.rawValue)) { $0.int(0) }
    }

    public static func count(_ connection: Connection) throws -> Int64 {
        try connection.first(count) { $0.int(0) } ?? 0
    }
}

public enum SessionQueries {
    private static let insert = SQL(
        "INSERT INTO sessions (token_hash, account_id, created_at, expires_at) VALUES ($1, $2, $3, $4)"
    )
    private static let find = SQL(
        """
        SELECT \(UserQueries.columns), a.suspended_at, a.deactivated_at FROM sessions s JOIN users u ON u.account_id = s.account_id
        JOIN accounts a ON a.id = s.account_id WHERE s.token_hash = $1 AND s.expires_at > $2
        """
    )
    private static let delete = SQL("DELETE FROM sessions WHERE token_hash = $1")
    private static let purge = SQL("DELETE FROM sessions WHERE account_id = $1 AND expires_at <= $2")

    /// Begins a session, and forgets this account's expired ones.
    public static func insert(
        tokenHash: [UInt8],
        accountID: Int64,
        createdAt: Timestamp,
        expiresAt: Timestamp,
        _ connection: Connection
    ) throws {
        try connection.execute(purge, .int(accountID), .int(createdAt.milliseconds))
        try connection.execute(
            insert,
            .blob(tokenHash),
            .int(accountID),
            .int(createdAt.milliseconds),
            .int(expiresAt.milliseconds)
        )
    }

    /// Whose session it is, and whether their account is suspended, and hidden by themselves; nil where it is over.
    public static func user(
        tokenHash: [UInt8],
        now: Timestamp,
        _ connection: Connection
    ) throws -> (user: User, isSuspended: Bool, isDeactivated: Bool)? {
        try connection.first(find, .blob(tokenHash), .int(now.milliseconds)) {
            (UserQueries.user($0), !$0.isNull(14), !$0.isNull(15))
        }
    }

    public static func delete(tokenHash: [UInt8], _ connection: Connection) throws {
        try connection.execute(delete, .blob(tokenHash))
    }
}
