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

    private static let count = SQL(
        "SELECT COUNT(*) FROM (SELECT 1 FROM remote_emojis WHERE host = $1 LIMIT $2) x"
    )
    private static let ofAccounts = SQL(
        """
        SELECT r.account_id, e.host, e.shortcode, e.url FROM remote_accounts r JOIN remote_emojis e ON e.host = r.host
        WHERE r.account_id {in $1} AND e.shortcode {in_text $2}
        """
    )

    /// Takes over what a host draws; of what is new there, as many as there is room for.
    ///
    /// - Parameters:
    ///   - emojis: all of one host.
    ///   - most: of one host.
    public static func keep(
        _ emojis: [RemoteEmoji],
        most: Int,
        at now: Timestamp,
        _ connection: Connection
    ) throws {
        guard let host = emojis.first?.host else { return }
        let known = Set(
            try RemoteEmojiQueries.emojis(of: host, named: emojis.map(\.shortcode), connection).map(\.shortcode)
        )
        let hasNew = emojis.contains { !known.contains($0.shortcode) }
        let taken = hasNew ? try connection.first(count, .text(host), .int(most)) { Int($0.int(0)) } ?? 0 : most
        var room = most - taken
        for emoji in emojis {
            if !known.contains(emoji.shortcode) {
                guard room > 0 else { continue }
                room -= 1
            }
            try set(emoji, at: now, connection)
        }
    }

    private static func set(_ emoji: RemoteEmoji, at now: Timestamp, _ connection: Connection) throws {
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
