// SQL of public keys: those of others by their ids, and the sealed ones of this server.

public import Basics
public import Database
public import Domain

public enum ActorKeyQueries {
    private static let byID = SQL("SELECT id, owner, host, public_key, fetched_at FROM actor_keys WHERE id = $1")
    private static let ofOwner = SQL("SELECT id, owner, host, public_key, fetched_at FROM actor_keys WHERE owner = $1")
    private static let set = SQL(
        """
        INSERT INTO actor_keys (id, owner, host, public_key, fetched_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, host = excluded.host,
            public_key = excluded.public_key, fetched_at = excluded.fetched_at
        """
    )
    private static let deleteOther = SQL("DELETE FROM actor_keys WHERE owner = $1 AND NOT (id {in_text $2})")

    public static func key(_ id: String, _ connection: Connection) throws -> ActorKey? {
        try connection.first(byID, .text(id), row: key)
    }

    public static func keys(of owner: String, _ connection: Connection) throws -> [ActorKey] {
        try connection.query(ofOwner, .text(owner), row: key)
    }

    /// Writes the keys that an actor lists, in the place of those it listed before.
    public static func set(_ keys: [ActorKey], of owner: String, _ connection: Connection) throws {
        try connection.execute(deleteOther, .text(owner), .texts(keys.map(\.id)))
        for key in keys {
            try connection.execute(
                set,
                .text(key.id),
                .text(owner),
                .text(key.host),
                .text(key.publicKey),
                .int(key.fetchedAt.milliseconds)
            )
        }
    }

    private static func key(_ row: Row) -> ActorKey {
        ActorKey(
            id: row.text(0),
            owner: row.text(1),
            host: row.text(2),
            publicKey: row.text(3),
            fetchedAt: Timestamp(milliseconds: row.int(4))
        )
    }
}

/// The keys of a local account, or of the server as account 0: public halves as text, private ones sealed.
public struct SealedKeys: Sendable, Equatable {
    public var accountID: Int64
    public var rsaPublic: String
    public var rsaPrivate: [UInt8]
    public var ed25519Public: String
    public var ed25519Private: [UInt8]
    public var createdAt: Timestamp

    public init(
        accountID: Int64,
        rsaPublic: String,
        rsaPrivate: [UInt8],
        ed25519Public: String,
        ed25519Private: [UInt8],
        createdAt: Timestamp
    ) {
        self.accountID = accountID
        self.rsaPublic = rsaPublic
        self.rsaPrivate = rsaPrivate
        self.ed25519Public = ed25519Public
        self.ed25519Private = ed25519Private
        self.createdAt = createdAt
    }
}

public enum SigningKeyQueries {
    private static let columns = "account_id, rsa_public, rsa_private, ed25519_public, ed25519_private, created_at"
    private static let byAccount = SQL("SELECT \(columns) FROM signing_keys WHERE account_id = $1")
    private static let insert = SQL(
        """
        INSERT INTO signing_keys (\(columns)) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (account_id) DO NOTHING
        """
    )
    private static let delete = SQL("DELETE FROM signing_keys WHERE account_id = $1")

    public static func keys(of account: Int64, _ connection: Connection) throws -> SealedKeys? {
        try connection.first(byAccount, .int(account)) { row in
            SealedKeys(
                accountID: row.int(0),
                rsaPublic: row.text(1),
                rsaPrivate: row.blob(2),
                ed25519Public: row.text(3),
                ed25519Private: row.blob(4),
                createdAt: Timestamp(milliseconds: row.int(5))
            )
        }
    }

    /// Keeps keys, unless another node was first.
    public static func insert(_ keys: SealedKeys, _ connection: Connection) throws {
        try connection.execute(
            insert,
            .int(keys.accountID),
            .text(keys.rsaPublic),
            .blob(keys.rsaPrivate),
            .text(keys.ed25519Public),
            .blob(keys.ed25519Private),
            .int(keys.createdAt.milliseconds)
        )
    }

    public static func delete(of account: Int64, _ connection: Connection) throws {
        try connection.execute(delete, .int(account))
    }
}
