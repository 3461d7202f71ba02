// SQL of what a profile holds beside the account itself.

public import Database
public import Domain

public enum ProfileQueries {
    private static let find = SQL(
        """
        SELECT attribution_domains, shows_media, shows_media_replies, shows_featured FROM accounts WHERE id = $1
        """
    )
    private static let update = SQL(
        """
        UPDATE accounts SET attribution_domains = $1, shows_media = $2, shows_media_replies = $3, shows_featured = $4
        WHERE id = $5
        """
    )

    public static func extras(of account: Int64, _ connection: Connection) throws -> ProfileExtras {
        try connection.first(find, .int(account)) { row in
            ProfileExtras(
                attributionDomains: row.text(0).split(separator: " ").map(String.init),
                showsMedia: row.bool(1),
                showsMediaReplies: row.bool(2),
                showsFeatured: row.bool(3)
            )
        } ?? ProfileExtras()
    }

    public static func update(_ extras: ProfileExtras, of account: Int64, _ connection: Connection) throws {
        try connection.execute(
            update,
            .text(extras.attributionDomains.joined(separator: " ")),
            .bool(extras.showsMedia),
            .bool(extras.showsMediaReplies),
            .bool(extras.showsFeatured),
            .int(account)
        )
    }
}
