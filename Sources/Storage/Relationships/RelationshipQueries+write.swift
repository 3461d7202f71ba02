// SQL that begins and ends follows, requests, blocks, mutes and notes.

public import Basics
public import Database
public import Domain

/// A follow, or a request to follow, that was there.
public struct EndedFollow: Sendable, Equatable {
    /// The id that the follower's server has given it; nil for a follow by an account of this server.
    public var uri: String?
}

extension RelationshipQueries {
    private static func upsertFollow(_ table: String) -> SQL {
        SQL(
            """
            INSERT INTO \(table) (account_id, target_id, show_reblogs, notify, languages, created_at, uri)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (account_id, target_id) DO UPDATE SET
                show_reblogs = excluded.show_reblogs, notify = excluded.notify, languages = excluded.languages,
                uri = COALESCE(excluded.uri, \(table).uri)
            """
        )
    }
    private static let follow = upsertFollow("follows")
    private static let request = upsertFollow("follow_requests")
    private static let followOptions = SQL(
        "SELECT show_reblogs, notify, languages FROM follows WHERE account_id = $1 AND target_id = $2"
    )
    private static let requestOptions = SQL(
        "SELECT show_reblogs, notify, languages FROM follow_requests WHERE account_id = $1 AND target_id = $2"
    )
    private static let unfollow = SQL("DELETE FROM follows WHERE account_id = $1 AND target_id = $2 RETURNING uri")
    private static let unrequest = SQL(
        "DELETE FROM follow_requests WHERE account_id = $1 AND target_id = $2 RETURNING uri"
    )
    private static let requestsTo = SQL(
        "SELECT account_id FROM follow_requests WHERE target_id = $1 ORDER BY id LIMIT $2"
    )
    private static let block = SQL(
        """
        INSERT INTO blocks (account_id, target_id, created_at) VALUES ($1, $2, $3)
        ON CONFLICT (account_id, target_id) DO NOTHING
        """
    )
    private static let unblock = SQL("DELETE FROM blocks WHERE account_id = $1 AND target_id = $2")
    private static let mute = SQL(
        """
        INSERT INTO mutes (account_id, target_id, hides_notifications, expires_at, created_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (account_id, target_id) DO UPDATE SET
            hides_notifications = excluded.hides_notifications, expires_at = excluded.expires_at
        """
    )
    private static let unmute = SQL("DELETE FROM mutes WHERE account_id = $1 AND target_id = $2")
    private static let endorse = SQL(
        """
        INSERT INTO endorsements (account_id, target_id, created_at) VALUES ($1, $2, $3)
        ON CONFLICT (account_id, target_id) DO NOTHING
        """
    )
    private static let unendorse = SQL("DELETE FROM endorsements WHERE account_id = $1 AND target_id = $2")
    private static let setNote = SQL(
        """
        INSERT INTO account_notes (account_id, target_id, comment) VALUES ($1, $2, $3)
        ON CONFLICT (account_id, target_id) DO UPDATE SET comment = excluded.comment
        """
    )
    private static let deleteNote = SQL("DELETE FROM account_notes WHERE account_id = $1 AND target_id = $2")

    /// The wishes of a follow, or nil where there is none.
    public static func followOptions(
        of account: Int64,
        to target: Int64,
        _ connection: Connection
    ) throws -> FollowOptions? {
        try connection.first(followOptions, .int(account), .int(target), row: options)
    }

    /// The wishes of a request to follow, or nil where there is none.
    public static func requestOptions(
        of account: Int64,
        to target: Int64,
        _ connection: Connection
    ) throws -> FollowOptions? {
        try connection.first(requestOptions, .int(account), .int(target), row: options)
    }

    /// Begins a follow or changes its wishes.
    ///
    /// - Parameter uri: the id that another server has given it; nil leaves it as it is.
    public static func setFollow(
        of account: Int64,
        to target: Int64,
        _ options: FollowOptions,
        uri: String? = nil,
        at now: Timestamp,
        _ connection: Connection
    ) throws {
        try write(follow, account, target, options, uri, now, connection)
    }

    /// Asks to follow, or changes the wishes of a request. `uri` as with a follow.
    public static func setRequest(
        of account: Int64,
        to target: Int64,
        _ options: FollowOptions,
        uri: String? = nil,
        at now: Timestamp,
        _ connection: Connection
    ) throws {
        try write(request, account, target, options, uri, now, connection)
    }

    /// Returns what there was; nil where there was no follow.
    public static func unfollow(of account: Int64, to target: Int64, _ connection: Connection) throws -> EndedFollow? {
        try connection.first(unfollow, .int(account), .int(target)) { EndedFollow(uri: $0.textOrNil(0)) }
    }

    /// Returns what there was; nil where there was no request.
    public static func deleteRequest(
        of account: Int64,
        to target: Int64,
        _ connection: Connection
    ) throws -> EndedFollow? {
        try connection.first(unrequest, .int(account), .int(target)) { EndedFollow(uri: $0.textOrNil(0)) }
    }

    /// Accounts that ask to follow `target`, the first to ask first.
    public static func requests(to target: Int64, limit: Int, _ connection: Connection) throws -> [Int64] {
        try connection.query(requestsTo, .int(target), .int(limit)) { $0.int(0) }
    }

    public static func block(_ target: Int64, by account: Int64, at now: Timestamp, _ connection: Connection) throws {
        try connection.execute(block, .int(account), .int(target), .int(now.milliseconds))
    }

    /// Returns whether there was a block.
    public static func unblock(_ target: Int64, by account: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(unblock, .int(account), .int(target)) > 0
    }

    public static func mute(
        _ target: Int64,
        by account: Int64,
        _ mute: Mute,
        at now: Timestamp,
        _ connection: Connection
    ) throws {
        try connection.execute(
            Self.mute,
            .int(account),
            .int(target),
            .bool(mute.hidesNotifications),
            .int(mute.expiresAt?.milliseconds),
            .int(now.milliseconds)
        )
    }

    public static func unmute(_ target: Int64, by account: Int64, _ connection: Connection) throws {
        try connection.execute(unmute, .int(account), .int(target))
    }

    public static func endorse(
        _ target: Int64,
        by account: Int64,
        at now: Timestamp,
        _ connection: Connection
    ) throws {
        try connection.execute(endorse, .int(account), .int(target), .int(now.milliseconds))
    }

    public static func unendorse(_ target: Int64, by account: Int64, _ connection: Connection) throws {
        try connection.execute(unendorse, .int(account), .int(target))
    }

    /// Keeps a private note about somebody; an empty one deletes it.
    public static func setNote(
        _ comment: String,
        about target: Int64,
        by account: Int64,
        _ connection: Connection
    ) throws {
        if comment.isEmpty {
            try connection.execute(deleteNote, .int(account), .int(target))
        } else {
            try connection.execute(setNote, .int(account), .int(target), .text(comment))
        }
    }

    private static func options(_ row: Row) -> FollowOptions {
        FollowOptions(showReblogs: row.bool(0), notify: row.bool(1), languages: languages(row.textOrNil(2)))
    }

    private static func write(
        _ sql: SQL,
        _ account: Int64,
        _ target: Int64,
        _ options: FollowOptions,
        _ uri: String?,
        _ now: Timestamp,
        _ connection: Connection
    ) throws {
        try connection.execute(
            sql,
            .int(account),
            .int(target),
            .bool(options.showReblogs),
            .bool(options.notify),
            .text(options.languages?.joined(separator: " ")),
            .int(now.milliseconds),
            .text(uri)
        )
    }
}
