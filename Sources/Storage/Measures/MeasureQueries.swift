// SQL of what moderators do about a whole tag or call.

internal import Basics
public import Database
public import Domain

public enum MeasureQueries {
    private static let columns = "about, about_id, kind, text, language, action_id, started_at, ends_at"
    private static let set = SQL(
        """
        INSERT INTO measures (\(columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (about, about_id, kind) DO UPDATE SET text = excluded.text, language = excluded.language,
            action_id = excluded.action_id, started_at = excluded.started_at, ends_at = excluded.ends_at
        """
    )
    /// There are few: what has ended has no row.
    private static let all = SQL("SELECT \(columns) FROM measures ORDER BY about, about_id, kind")
    private static let one = SQL(
        "SELECT \(columns) FROM measures WHERE about = $1 AND about_id = $2 AND kind = $3 {forupdate}"
    )
    private static let delete = SQL("DELETE FROM measures WHERE about = $1 AND about_id = $2 AND kind = $3")

    /// Puts it in the place of one of the same kind.
    public static func set(_ measure: Measure, _ connection: Connection) throws {
        try connection.execute(
            set,
            .int(measure.subject.about),
            .int(measure.subject.id),
            .int(measure.kind.rawValue),
            .text(measure.text),
            .text(measure.language),
            .int(measure.actionID),
            .int(measure.startedAt.milliseconds),
            .int(measure.endsAt?.milliseconds)
        )
    }

    public static func all(_ connection: Connection) throws -> [Measure] {
        try connection.query(all, row: measure).compactMap { $0 }
    }

    /// Held until the commit.
    public static func measure(
        _ kind: Measure.Kind,
        on subject: Measure.Subject,
        _ connection: Connection
    ) throws -> Measure? {
        try connection.first(
            one,
            .int(subject.about),
            .int(subject.id),
            .int(kind.rawValue),
            row: measure
        ) ?? nil
    }

    /// Returns whether it was there.
    public static func delete(
        _ kind: Measure.Kind,
        on subject: Measure.Subject,
        _ connection: Connection
    ) throws -> Bool {
        try connection.execute(delete, .int(subject.about), .int(subject.id), .int(kind.rawValue)) > 0
    }

    private static func measure(_ row: Row) -> Measure? {
        guard let kind = Measure.Kind(rawValue: row.int(2)) else { return nil }
        return Measure(
            subject: Measure.Subject(about: row.int(0), id: row.int(1)),
            kind: kind,
            text: row.text(3),
            language: row.textOrNil(4),
            actionID: row.int(5),
            startedAt: Timestamp(milliseconds: row.int(6)),
            endsAt: row.moment(7)
        )
    }
}

extension Measure.Subject {
    /// As stored.
    var about: Int64 {
        switch self {
        case .tag: 0
        case .call: 1
        }
    }

    init(about: Int64, id: Int64) { self = about == 0 ? .tag(id) : .call(id) }
}
