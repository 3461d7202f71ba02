// SQL of attachments: uploaded, processed, attached, taken off, forgotten.

public import Basics
public import Database
public import Domain

public enum MediaQueries {
    static let columns = """
        m.id, m.account_id, m.status_id, m.position, m.kind, m.state, m.path, m.preview_path, m.description, m.focus_x, \
        m.focus_y, m.blurhash, m.width, m.height, m.preview_width, m.preview_height, m.duration, m.frame_rate, \
        m.bitrate, m.remote_url, m.remote_preview_url
        """
    private static let insert = SQL(
        """
        INSERT INTO media_attachments (id, account_id, kind, state, format, node, path, preview_path, description,
            focus_x, focus_y, blurhash, width, height, preview_width, preview_height, duration, frame_rate, bitrate,
            loose_since, remote_url, remote_preview_url)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
        """
    )
    private static let byID = SQL("SELECT \(columns) FROM media_attachments m WHERE m.id = $1 AND m.account_id = $2")
    private static let byIDs = SQL(
        "SELECT \(columns) FROM media_attachments m WHERE m.id {in $1} AND m.account_id = $2 ORDER BY m.id {forupdate}"
    )
    private static let shown = SQL(
        """
        SELECT \(columns) FROM media_attachments m WHERE m.status_id {in $1} AND m.position IS NOT NULL
        """
    )
    private static let ofStatus = SQL("SELECT \(columns) FROM media_attachments m WHERE m.status_id = $1")
    private static let describe = SQL(
        """
        UPDATE media_attachments SET description = $1, focus_x = $2, focus_y = $3 WHERE id = $4
        """
    )
    private static let setPreview = SQL(
        """
        UPDATE media_attachments SET preview_path = $1, preview_width = $2, preview_height = $3, blurhash = $4
        WHERE id = $5
        """
    )
    private static let finish = SQL(
        """
        UPDATE media_attachments SET kind = $1, state = $2, path = $3, preview_path = $4, blurhash = $5, width = $6,
            height = $7, preview_width = $8, preview_height = $9, duration = $10, frame_rate = $11, bitrate = $12
        WHERE id = $13 AND state = 0
        """
    )
    private static let giveUp = SQL("UPDATE media_attachments SET state = $1 WHERE id = $2 AND state = 0")
    private static let begin = SQL(
        """
        UPDATE media_attachments SET attempts = attempts + 1 WHERE id = $1 AND state = 0
        RETURNING attempts, faults, format
        """
    )
    private static let putOff = SQL(
        """
        UPDATE media_attachments SET attempts = attempts - 1, faults = faults + 1, fault = $1, retry_at = $2
        WHERE id = $3 AND state = 0 AND attempts > 0
        """
    )
    private static let processing = SQL(
        """
        SELECT m.id, m.account_id FROM media_attachments m
        WHERE m.state = 0 AND m.node = $1 AND (m.retry_at IS NULL OR m.retry_at <= $2) ORDER BY m.id
        """
    )
    private static let giveUpPutOff = SQL(
        """
        UPDATE media_attachments SET state = $1, loose_since = $2
        WHERE state = 0 AND node = $3 AND fault IS NOT NULL AND loose_since < $4 RETURNING id
        """
    )
    private static let faults = SQL(
        "SELECT m.fault, m.loose_since FROM media_attachments m WHERE m.state = 0 AND m.fault IS NOT NULL LIMIT $1"
    )
    private static let attach = SQL("UPDATE media_attachments SET status_id = $1, position = $2 WHERE id = $3")
    private static let hide = SQL("UPDATE media_attachments SET position = NULL WHERE id = $1")
    private static let loosen = SQL(
        """
        UPDATE media_attachments SET status_id = NULL, position = NULL, loose_since = $1
        WHERE status_id = $2 AND position IS NOT NULL
        """
    )
    private static let delete = SQL("DELETE FROM media_attachments WHERE id = $1 RETURNING path, preview_path")
    private static let loose = SQL(
        """
        SELECT m.id FROM media_attachments m
        WHERE m.status_id IS NULL AND m.loose_since < $1 AND m.scheduled_id IS NULL
        ORDER BY m.loose_since LIMIT $2
        """
    )

    private static let reserve = SQL("UPDATE media_attachments SET scheduled_id = $1 WHERE id {in $2}")
    private static let reserved = SQL(
        "SELECT m.id FROM media_attachments m WHERE m.id {in $1} AND m.scheduled_id IS NOT NULL"
    )
    private static let ofScheduled = SQL(
        "SELECT \(columns), m.scheduled_id FROM media_attachments m WHERE m.scheduled_id {in $1}"
    )

    // MARK: For later

    /// Keeps attachments for a status that is to be posted later; they are free again when its row goes.
    public static func reserve(_ ids: [Int64], for scheduled: Int64, _ connection: Connection) throws {
        guard !ids.isEmpty else { return }
        try connection.execute(reserve, .int(scheduled), .ids(ids))
    }

    /// Which of `ids` wait for a status that is to be posted later.
    public static func reserved(among ids: [Int64], _ connection: Connection) throws -> Set<Int64> {
        guard !ids.isEmpty else { return [] }
        return Set(try connection.query(reserved, .ids(ids)) { $0.int(0) })
    }

    /// What is kept for statuses that are to be posted later, in no particular order.
    public static func media(
        keptFor scheduled: [Int64],
        _ connection: Connection
    ) throws -> [Int64: [MediaAttachment]] {
        guard !scheduled.isEmpty else { return [:] }
        var found: [Int64: [MediaAttachment]] = [:]
        try connection.forEach(ofScheduled, .ids(scheduled)) { row in
            found[row.int(21), default: []].append(media(row))
            return true
        }
        return found
    }

    // MARK: Reading

    /// An account's own attachment.
    public static func media(_ id: Int64, of account: Int64, _ connection: Connection) throws -> MediaAttachment? {
        try connection.first(byID, .int(id), .int(account), row: media)
    }

    /// Those of `ids` that are the account's, in that order; nobody else attaches them before this transaction ends.
    public static func media(
        _ ids: [Int64],
        of account: Int64,
        _ connection: Connection
    ) throws -> [MediaAttachment] {
        guard !ids.isEmpty else { return [] }
        let found = try connection.query(byIDs, .ids(ids), .int(account), row: media)
        return ids.compactMap { id in found.first { $0.id == id } }
    }

    /// What statuses show, each in its order.
    public static func shown(by statuses: [Int64], _ connection: Connection) throws -> [Int64: [MediaAttachment]] {
        guard !statuses.isEmpty else { return [:] }
        var found: [Int64: [MediaAttachment]] = [:]
        try connection.forEach(shown, .ids(statuses)) { row in
            found[row.int(2), default: []].append(media(row))
            return true
        }
        return found.mapValues { $0.sorted { ($0.position ?? 0, $0.id) < ($1.position ?? 0, $1.id) } }
    }

    /// All that a status shows or has shown.
    public static func all(of status: Int64, _ connection: Connection) throws -> [MediaAttachment] {
        try connection.query(ofStatus, .int(status), row: media)
    }

    // MARK: Writing

    /// - Parameters:
    ///   - format: what the file is, for whoever processes it after a restart.
    ///   - node: where the file is.
    public static func insert(
        _ media: MediaAttachment,
        format: String,
        node: Int,
        at now: Timestamp,
        _ connection: Connection
    ) throws {
        try connection.execute(
            insert,
            .int(media.id),
            .int(media.accountID),
            .int(media.kind.rawValue),
            .int(media.state.rawValue),
            .text(format),
            .int(node),
            .text(media.path),
            .text(media.previewPath),
            .text(media.description),
            .double(media.focus?.x),
            .double(media.focus?.y),
            .text(media.blurhash),
            .int(media.measures.size.map { Int64($0.width) }),
            .int(media.measures.size.map { Int64($0.height) }),
            .int(media.measures.previewSize.map { Int64($0.width) }),
            .int(media.measures.previewSize.map { Int64($0.height) }),
            .double(media.measures.duration),
            .text(media.measures.frameRate),
            .int(media.measures.bitrate),
            .int(now.milliseconds),
            .text(media.remoteURL),
            .text(media.remotePreviewURL)
        )
    }

    /// Writes description and focus.
    public static func describe(_ media: MediaAttachment, _ connection: Connection) throws {
        try connection.execute(
            describe,
            .text(media.description),
            .double(media.focus?.x),
            .double(media.focus?.y),
            .int(media.id)
        )
    }

    /// Writes the small picture and its hash.
    public static func setPreview(_ media: MediaAttachment, _ connection: Connection) throws {
        try connection.execute(
            setPreview,
            .text(media.previewPath),
            .int(media.measures.previewSize.map { Int64($0.width) }),
            .int(media.measures.previewSize.map { Int64($0.height) }),
            .text(media.blurhash),
            .int(media.id)
        )
    }

    /// Counts an attempt to process a file. Nil where there is nothing to process (any more).
    ///
    /// - Returns: how many attempts there were, this one included, apart from those that the server itself stopped
    ///   (`faults`).
    public static func begin(
        _ id: Int64,
        _ connection: Connection
    ) throws -> (attempts: Int64, faults: Int64, format: String)? {
        try connection.first(begin, .int(id)) { ($0.int(0), $0.int(1), $0.text(2)) }
    }

    /// Takes back that an attempt was counted, as something was wrong with the server, and puts off the next one. Returns
    /// false where nobody waits for it any more.
    public static func putOff(
        _ id: Int64,
        until moment: Timestamp,
        because fault: String,
        _ connection: Connection
    ) throws -> Bool {
        try connection.execute(putOff, .text(fault), .int(moment.milliseconds), .int(id)) > 0
    }

    /// Gives up what a node has put off, of files that were uploaded before a moment; they are kept as loose from now on.
    public static func giveUpPutOff(
        on node: Int,
        uploadedBefore moment: Timestamp,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> [Int64] {
        try connection.query(
            giveUpPutOff,
            .int(MediaState.unprocessed.rawValue),
            .int(now.milliseconds),
            .int(node),
            .int(moment.milliseconds)
        ) { $0.int(0) }
    }

    /// Why files wait that could not be processed yet, and since when each, in no particular order.
    public static func faults(limit: Int, _ connection: Connection) throws -> [(fault: String, since: Timestamp)] {
        try connection.query(faults, .int(limit)) { ($0.text(0), Timestamp(milliseconds: $0.int(1))) }
    }

    /// Writes what became of a file. Returns false where nobody waits for it any more.
    public static func finish(_ media: MediaAttachment, _ connection: Connection) throws -> Bool {
        try connection.execute(
            finish,
            .int(media.kind.rawValue),
            .int(media.state.rawValue),
            .text(media.path),
            .text(media.previewPath),
            .text(media.blurhash),
            .int(media.measures.size.map { Int64($0.width) }),
            .int(media.measures.size.map { Int64($0.height) }),
            .int(media.measures.previewSize.map { Int64($0.width) }),
            .int(media.measures.previewSize.map { Int64($0.height) }),
            .double(media.measures.duration),
            .text(media.measures.frameRate),
            .int(media.measures.bitrate),
            .int(media.id)
        ) > 0
    }

    /// Ends in vain what is being processed.
    public static func giveUp(_ id: Int64, as state: MediaState, _ connection: Connection) throws {
        try connection.execute(giveUp, .int(state.rawValue), .int(id))
    }

    /// Files of a node that are not processed yet, and not put off beyond a moment.
    public static func processing(
        on node: Int,
        dueBy moment: Timestamp,
        _ connection: Connection
    ) throws -> [(id: Int64, account: Int64)] {
        try connection.query(processing, .int(node), .int(moment.milliseconds)) { ($0.int(0), $0.int(1)) }
    }

    /// Puts attachments under a status, in this order.
    public static func attach(_ ids: [Int64], to status: Int64, _ connection: Connection) throws {
        for (position, id) in ids.enumerated() {
            try connection.execute(attach, .int(status), .int(position), .int(id))
        }
    }

    /// Takes an attachment off its status; the history of the status still shows it.
    public static func hide(_ id: Int64, _ connection: Connection) throws { try connection.execute(hide, .int(id)) }

    /// Frees what a status shows, so that it can be posted anew. What only the history showed stays with it, to go.
    public static func loosen(from status: Int64, at now: Timestamp, _ connection: Connection) throws {
        try connection.execute(loosen, .int(now.milliseconds), .int(status))
    }

    /// Deletes rows, and notes their files, which go when the transaction has ended well.
    public static func delete(_ ids: [Int64], _ connection: Connection) throws {
        for id in ids {
            let paths = try connection.first(delete, .int(id)) { [$0.textOrNil(0), $0.textOrNil(1)] } ?? []
            try MediaRemovalQueries.note(paths.compactMap { $0 }, connection)
        }
    }

    /// Attachments of no status since `moment`, the oldest first.
    public static func loose(since moment: Timestamp, limit: Int, _ connection: Connection) throws -> [Int64] {
        try connection.query(loose, .int(moment.milliseconds), .int(limit)) { $0.int(0) }
    }

    private static func media(_ row: Row) -> MediaAttachment {
        MediaAttachment(
            id: row.int(0),
            accountID: row.int(1),
            statusID: row.intOrNil(2),
            position: row.intOrNil(3),
            kind: MediaKind(rawValue: row.int(4)) ?? .unknown,
            state: MediaState(rawValue: row.int(5)) ?? .failed,
            path: row.textOrNil(6),
            previewPath: row.textOrNil(7),
            description: row.textOrNil(8),
            focus: row.isNull(9) || row.isNull(10) ? nil : FocalPoint(x: row.double(9), y: row.double(10)),
            blurhash: row.textOrNil(11),
            measures: MediaMeasures(
                size: size(row, 12),
                previewSize: size(row, 14),
                duration: row.isNull(16) ? nil : row.double(16),
                frameRate: row.textOrNil(17),
                bitrate: row.intOrNil(18)
            ),
            remoteURL: row.textOrNil(19),
            remotePreviewURL: row.textOrNil(20)
        )
    }

    private static func size(_ row: Row, _ column: Int) -> PixelSize? {
        guard !row.isNull(column), !row.isNull(column + 1) else { return nil }
        return PixelSize(width: Int(row.int(column)), height: Int(row.int(column + 1)))
    }
}
