// SQL of markers: how far somebody has read.

public import Basics
public import Database
public import Domain

public enum MarkerQueries {
    private static let find = SQL(
        """
        SELECT timeline, last_read_id, version, updated_at FROM markers
        WHERE account_id = $1 AND timeline {in_text $2} ORDER BY timeline
        """
    )
    private static let set = SQL(
        """
        INSERT INTO markers (account_id, timeline, last_read_id, version, updated_at) VALUES ($1, $2, $3, 0, $4)
        ON CONFLICT (account_id, timeline) DO UPDATE SET last_read_id = excluded.last_read_id,
            version = markers.version + 1, updated_at = excluded.updated_at
        RETURNING timeline, last_read_id, version, updated_at
        """
    )

    public static func markers(of account: Int64, timelines: [String], _ connection: Connection) throws -> [Marker] {
        try connection.query(find, .int(account), .texts(timelines), row: marker)
    }

    public static func set(
        _ timeline: String,
        of account: Int64,
        lastReadID: Int64,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> Marker? {
        try connection.first(
            set,
            .int(account),
            .text(timeline),
            .int(lastReadID),
            .int(now.milliseconds),
            row: marker
        )
    }

    private static func marker(_ row: Row) -> Marker {
        Marker(
            timeline: row.text(0),
            lastReadID: row.int(1),
            version: row.int(2),
            updatedAt: Timestamp(milliseconds: row.int(3))
        )
    }
}
