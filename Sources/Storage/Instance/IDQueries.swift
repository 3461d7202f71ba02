// SQL of the greatest id that was given.

public import Database

public enum IDQueries {
    private static let greatest = [
        "statuses", "accounts", "media_attachments", "scheduled_statuses", "apps", "access_tokens",
    ].map { SQL("SELECT MAX(id) FROM \($0)") }

    /// The greatest id of those that are made of the time; 0 where there is none.
    public static func greatest(_ connection: Connection) throws -> Int64 {
        try greatest.compactMap { try connection.first($0) { $0.intOrNil(0) } ?? nil }.max() ?? 0
    }
}
