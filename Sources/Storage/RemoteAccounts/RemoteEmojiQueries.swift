// SQL of emoji of other servers.

public import Basics
public import Database
public import Domain

public enum RemoteEmojiQueries {
    private static let set = SQL(
        """
        INSERT INTO remote_emojis (host, shortcode, url, updated_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (host, shortcode) DO UPDATE SET url = excluded.url, updated_at = excluded.updated_at
        WHERE remote_emojis.url <> excluded.url
        """
    )
    private static let find = SQL(
        "SELECT host, shortcode, url FROM remote_emojis WHERE host = $1 AND shortcode {in_text $2}"
    )

    private static let ofAccounts = SQL(
        """
        SELECT r.account_id, e.host, e.shortcode, e.url FROM remote_accounts r JOIN remote_emojis e ON e.host = r.host
        WHERE r.account_id {in $1} AND e.shortcode {in_text $2}
        """
    )

    public static func set(_ emoji: RemoteEmoji, at now: Timestamp, _ connection: Connection) throws {
        try connection.execute(
            set,
            .text(emoji.host),
            .text(emoji.shortcode),
            .text(emoji.url),
            .int(now.milliseconds)
        )
    }

    /// Those of a host that have one of the names.
    public static func emojis(
        of host: String,
        named shortcodes: [String],
        _ connection: Connection
    ) throws -> [RemoteEmoji] {
        guard !shortcodes.isEmpty else { return [] }
        return try connection.query(find, .text(host), .texts(shortcodes)) { row in
            RemoteEmoji(host: row.text(0), shortcode: row.text(1), url: row.text(2))
        }
    }

    /// Those of the servers of some accounts that have one of the names, with the account.
    public static func emojis(
        of accounts: [Int64],
        named shortcodes: [String],
        _ connection: Connection
    ) throws -> [(account: Int64, emoji: RemoteEmoji)] {
        guard !shortcodes.isEmpty else { return [] }
        return try connection.query(ofAccounts, .ids(accounts), .texts(shortcodes)) { row in
            (row.int(0), RemoteEmoji(host: row.text(1), shortcode: row.text(2), url: row.text(3)))
        }
        .sorted { ($0.0, $0.1.shortcode) < ($1.0, $1.1.shortcode) }
    }
}
