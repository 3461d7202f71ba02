// SQL of accounts: how they are found, read and changed.

public import Basics
public import Database
public import Domain

/// An account with its counters: what is needed to show it.
public struct AccountDetails: Sendable, Equatable {
    public var account: Account
    public var counters: AccountCounters
    /// Role of its login; nil for accounts of other servers.
    public var role: Role?
    /// The account it has moved to.
    public var movedToID: Int64?
    /// Its person has not been let in yet (`User.isNewcomer`): there is no such account for anybody but them and moderators.
    public var isNewcomer: Bool

    public init(
        account: Account,
        counters: AccountCounters,
        role: Role?,
        movedToID: Int64? = nil,
        isNewcomer: Bool = false
    ) {
        self.movedToID = movedToID
        self.isNewcomer = isNewcomer
        self.account = account
        self.counters = counters
        self.role = role
    }
}

public enum AccountQueries {
    static let columns = """
        a.id, a.username, a.domain, a.display_name, a.note, a.fields, a.is_locked, a.is_bot, a.is_discoverable, \
        a.is_indexable, a.hides_collections, a.created_at, a.silenced_at, a.suspended_at, a.uri, a.url, a.avatar, \
        a.avatar_static, a.header, a.header_static, a.deactivated_at, a.deactivated_until, a.deactivation_is_announced
        """
    private static let detailColumns = """
        \(columns), k.statuses_count, k.followers_count, k.following_count, k.last_status_at, k.version, u.role, \
        k.remote_followers_count, a.moved_to_id, u.confirmed_at, u.is_approved
        """
    private static let detailTables = """
        accounts a JOIN account_counters k ON k.account_id = a.id LEFT JOIN users u ON u.account_id = a.id
        """
    private static let byIDs = SQL("SELECT \(detailColumns) FROM \(detailTables) WHERE a.id {in $1}")
    private static let idByName = SQL("SELECT id FROM accounts WHERE username_key = $1 AND domain = $2")
    private static let insertAccount = SQL(
        """
        INSERT INTO accounts (id, username, username_key, domain, display_name, note, fields, is_locked, is_bot,
            is_discoverable, is_indexable, hides_collections, created_at, uri, url)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        """
    )
    private static let insertCounters = SQL("INSERT INTO account_counters (account_id) VALUES ($1)")
    private static let updateProfile = SQL(
        """
        UPDATE accounts SET display_name = $1, note = $2, fields = $3, is_locked = $4, is_bot = $5,
            is_discoverable = $6, is_indexable = $7, hides_collections = $8 WHERE id = $9
        """
    )
    private static let updatePictures = SQL(
        "UPDATE accounts SET avatar = $1, avatar_static = $2, header = $3, header_static = $4 WHERE id = $5"
    )
    private static let moderate = SQL("UPDATE accounts SET silenced_at = $1, suspended_at = $2 WHERE id = $3")
    private static let first = SQL("SELECT created_at FROM accounts ORDER BY id LIMIT 1")
    private static let remote = SQL("SELECT 1 FROM accounts WHERE domain <> '' ORDER BY id LIMIT 1")
    private static let authorColumns = "domain, created_at, silenced_at, suspended_at, is_indexable, deactivated_at"
    private static let author = SQL(
        "SELECT \(authorColumns) FROM accounts WHERE id = $1 {forshare}"
    )
    private static let voter = SQL(
        "SELECT \(authorColumns) FROM accounts WHERE id = $1 {fornokeyupdate}"
    )
    private static let toModerate = SQL(
        """
        SELECT silenced_at, suspended_at, deactivated_at, deactivated_until, deactivation_is_announced
        FROM accounts WHERE id = $1 {fornokeyupdate}
        """
    )
    private static let deactivate = SQL(
        """
        UPDATE accounts SET deactivated_at = $1, deactivated_until = $2, deactivation_is_announced = $3 WHERE id = $4
        """
    )
    private static let returning = SQL(
        "SELECT id FROM accounts WHERE deactivated_until <= $1 ORDER BY deactivated_until LIMIT $2"
    )
    private static let list = SQL(
        """
        SELECT a.id, a.username, u.email, u.role, a.created_at, u.is_disabled, a.suspended_at, u.confirmed_at,
            a.silenced_at, u.is_approved
        FROM users u JOIN accounts a ON a.id = u.account_id WHERE a.id > $1 ORDER BY a.id LIMIT $2
        """
    )

    /// Those of `ids` that exist, in no particular order.
    public static func details(_ ids: [Int64], _ connection: Connection) throws -> [AccountDetails] {
        guard !ids.isEmpty else { return [] }
        return try connection.query(byIDs, .ids(ids), row: details)
    }

    public static func details(_ id: Int64, _ connection: Connection) throws -> AccountDetails? {
        try connection.first(byIDs, .ids([id]), row: details)
    }

    /// - Parameter domain: empty for this server.
    public static func id(username: String, domain: String, _ connection: Connection) throws -> Int64? {
        try connection.first(idByName, .text(Username.folded(username)), .text(domain)) { $0.int(0) }
    }

    /// The same; nil also for somebody who has not been let in yet.
    public static func shownID(username: String, domain: String, _ connection: Connection) throws -> Int64? {
        guard let id = try id(username: username, domain: domain, connection) else { return nil }
        guard domain.isEmpty else { return id }
        return try details(id, connection)?.isNewcomer == false ? id : nil
    }

    public static func insert(_ account: Account, _ connection: Connection) throws {
        try connection.execute(
            insertAccount,
            .int(account.id),
            .text(account.username),
            .text(Username.folded(account.username)),
            .text(account.domain),
            .text(account.displayName),
            .text(account.note),
            .text(fieldText(account.fields)),
            .bool(account.isLocked),
            .bool(account.isBot),
            .bool(account.isDiscoverable),
            .bool(account.isIndexable),
            .bool(account.hidesCollections),
            .int(account.createdAt.milliseconds),
            .text(account.uri),
            .text(account.url)
        )
        try connection.execute(insertCounters, .int(account.id))
        try AccountSearchQueries.insert(account, connection)
    }

    /// Writes what the owner may change.
    public static func updateProfile(_ account: Account, _ connection: Connection) throws {
        try connection.execute(
            updateProfile,
            .text(account.displayName),
            .text(account.note),
            .text(fieldText(account.fields)),
            .bool(account.isLocked),
            .bool(account.isBot),
            .bool(account.isDiscoverable),
            .bool(account.isIndexable),
            .bool(account.hidesCollections),
            .int(account.id)
        )
        try AccountSearchQueries.replace(account, connection)
    }

    /// Writes avatar and header.
    public static func updatePictures(of account: Account, _ connection: Connection) throws {
        try connection.execute(
            updatePictures,
            .text(account.avatar?.path),
            .text(account.avatar?.stillPath),
            .text(account.header?.path),
            .text(account.header?.stillPath),
            .int(account.id)
        )
    }

    /// When the account with the least id was made.
    public static func firstCreatedAt(_ connection: Connection) throws -> Timestamp? {
        try connection.first(first) { Timestamp(milliseconds: $0.int(0)) }
    }

    /// Whether any account of another server is known.
    public static func hasRemote(_ connection: Connection) throws -> Bool {
        try connection.first(remote) { _ in true } ?? false
    }

    /// Who posts, as counting has to know it. Nobody moderates the account before this transaction ends.
    public static func author(_ id: Int64, _ connection: Connection) throws -> CountedAuthor? {
        try connection.first(author, .int(id)) { countedAuthor(id, $0) }
    }

    /// The same, and nothing else that this account votes or posts is under way before this transaction ends: two votes of
    /// one person at once come one after the other.
    public static func voter(_ id: Int64, _ connection: Connection) throws -> CountedAuthor? {
        try connection.first(voter, .int(id)) { countedAuthor(id, $0) }
    }

    private static func countedAuthor(_ id: Int64, _ row: Row) -> CountedAuthor {
        CountedAuthor(
            id: id,
            domain: row.text(0),
            createdAt: Timestamp(milliseconds: row.int(1)),
            isCounted: row.isNull(2) && row.isNull(3) && row.isNull(5),
            choicesCount: row.isNull(2) && row.isNull(3),
            isIndexable: row.bool(4)
        )
    }

    /// What keeps an account from being shown and counted.
    public struct Restrictions: Sendable, Equatable {
        public var silencedAt: Timestamp?
        public var suspendedAt: Timestamp?
        public var deactivation: Deactivation?

        /// Nobody but its person and moderators is shown anything of it.
        public var isHidden: Bool { suspendedAt != nil || deactivation != nil }
        /// What it posts counts.
        public var isCounted: Bool { silencedAt == nil && !isHidden }
        /// Its votes and silent answers count: nobody sees whose they are.
        public var choicesCount: Bool { silencedAt == nil && suspendedAt == nil }
    }

    /// An account neither posts nor is moderated before this transaction ends.
    public static func restrictions(of id: Int64, _ connection: Connection) throws -> Restrictions? {
        try connection.first(toModerate, .int(id)) { row in
            Restrictions(
                silencedAt: row.moment(0),
                suspendedAt: row.moment(1),
                deactivation: deactivation(row, from: 2)
            )
        }
    }

    public static func setDeactivation(_ deactivation: Deactivation?, of id: Int64, _ connection: Connection) throws {
        try connection.execute(
            deactivate,
            .int(deactivation?.since.milliseconds),
            .int(deactivation?.until?.milliseconds),
            .bool(deactivation?.isAnnounced ?? false),
            .int(id)
        )
    }

    /// Accounts whose time of being hidden is over, the longest ago first.
    public static func returning(by now: Timestamp, limit: Int, _ connection: Connection) throws -> [Int64] {
        try connection.query(returning, .int(now.milliseconds), .int(limit)) { $0.int(0) }
    }

    private static func deactivation(_ row: Row, from place: Int) -> Deactivation? {
        row.moment(place).map {
            Deactivation(since: $0, until: row.moment(place + 1), isAnnounced: row.bool(place + 2))
        }
    }

    public static func setModeration(
        silencedAt: Timestamp?,
        suspendedAt: Timestamp?,
        of id: Int64,
        _ connection: Connection
    )
        throws
    {
        try connection.execute(moderate, .int(silencedAt?.milliseconds), .int(suspendedAt?.milliseconds), .int(id))
    }

    /// What `chorus account list` prints of one login.
    public struct Listing: Sendable {
        public var id: Int64
        public var username: String
        public var email: String
        public var role: Role
        public var createdAt: Timestamp
        public var isDisabled: Bool
        public var isSilenced: Bool
        public var isSuspended: Bool
        public var isConfirmed: Bool
        public var isApproved: Bool
    }

    /// Logins in the order of sign-up, after the account `after`.
    public static func list(after: Int64, limit: Int, _ connection: Connection) throws -> [Listing] {
        try connection.query(list, .int(after), .int(limit)) { row in
            Listing(
                id: row.int(0),
                username: row.text(1),
                email: row.text(2),
                role: Role(rawValue: row.int(3)) ?? .user,
                createdAt: Timestamp(milliseconds: row.int(4)),
                isDisabled: row.bool(5),
                isSilenced: !row.isNull(8),
                isSuspended: !row.isNull(6),
                isConfirmed: !row.isNull(7),
                isApproved: row.bool(9)
            )
        }
    }

    private static func details(_ row: Row) -> AccountDetails {
        AccountDetails(
            account: account(row),
            counters: AccountCounters(
                statuses: row.int(23),
                followers: row.int(24),
                following: row.int(25),
                remoteFollowers: row.int(29),
                lastStatusAt: row.moment(26),
                version: row.int(27)
            ),
            role: row.intOrNil(28).flatMap(Role.init),
            movedToID: row.intOrNil(30),
            isNewcomer: !row.isNull(28) && (row.isNull(31) || !row.bool(32))
        )
    }

    static func account(_ row: Row) -> Account {
        Account(
            id: row.int(0),
            username: row.text(1),
            domain: row.text(2),
            displayName: row.text(3),
            note: row.text(4),
            fields: fields(row.text(5)),
            isLocked: row.bool(6),
            isBot: row.bool(7),
            isDiscoverable: row.isNull(8) ? nil : row.bool(8),
            isIndexable: row.bool(9),
            hidesCollections: row.isNull(10) ? nil : row.bool(10),
            createdAt: Timestamp(milliseconds: row.int(11)),
            silencedAt: row.moment(12),
            suspendedAt: row.moment(13),
            deactivation: deactivation(row, from: 20),
            uri: row.textOrNil(14),
            url: row.textOrNil(15),
            avatar: row.textOrNil(16).map { ProfilePicture(path: $0, stillPath: row.textOrNil(17)) },
            header: row.textOrNil(18).map { ProfilePicture(path: $0, stillPath: row.textOrNil(19)) }
        )
    }

    /// Fields are kept as one text: name, value, time of verification, parted by the unit and record separators of ASCII,
    /// which no field may hold.
    private static func fieldText(_ fields: [ProfileField]) -> String {
        fields.map { field in
            let verified = field.verifiedAt.map { String($0.milliseconds) } ?? ""
            return "\(withoutSeparators(field.name))\u{1f}\(withoutSeparators(field.value))\u{1f}\(verified)"
        }.joined(separator: "\u{1e}")
    }

    private static func fields(_ text: String) -> [ProfileField] {
        guard !text.isEmpty else { return [] }
        return text.split(separator: "\u{1e}", omittingEmptySubsequences: false).compactMap { record in
            let parts = record.split(separator: "\u{1f}", omittingEmptySubsequences: false)
            guard parts.count == 3 else { return nil }
            return ProfileField(
                name: String(parts[0]),
                value: String(parts[1]),
                verifiedAt: Int64(parts[2]).map(Timestamp.init(milliseconds:))
            )
        }
    }

    private static func withoutSeparators(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\u{1e}" && $0 != "\u{1f}" }))
    }
}

extension Row {
    /// A `_at` column that may be NULL.
    func moment(_ column: Int) -> Timestamp? { intOrNil(column).map(Timestamp.init(milliseconds:)) }
}
