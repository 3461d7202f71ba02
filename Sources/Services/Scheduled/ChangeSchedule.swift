// What an author does with statuses that wait: list, look at, move, cancel.

public import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// Those that wait, the one written last first.
    public func scheduledStatuses(of account: Int64, _ request: PageBounds) async throws -> Page<ScheduledStatus> {
        let (rows, media) = try await database.read { connection in
            let rows = try ScheduledQueries.list(of: account, request, connection)
            return (rows, try MediaQueries.media(keptFor: rows.map(\.id), connection))
        }
        return Page(rows: rows.map { (cursor: $0.id, item: $0) }, bounds: request).map { row in
            ScheduledStatus(row, media: media[row.id])
        }
    }

    public func scheduledStatus(_ id: Int64, of account: Int64) async throws -> ScheduledStatus {
        let (row, media) = try await database.read { connection in
            (
                try ScheduledQueries.scheduled(id, connection),
                try MediaQueries.media(keptFor: [id], connection)
            )
        }
        guard let row, row.accountID == account, let scheduled = ScheduledStatus(row, media: media[id]) else {
            throw ServiceError.notFound
        }
        return scheduled
    }

    /// Moves one to another moment.
    public func moveScheduledStatus(_ id: Int64, to moment: Timestamp, by account: Int64) async throws
        -> ScheduledStatus
    {
        let limits = limits.scheduled
        try await change { change in
            try CounterQueries.lock([account], change.connection)
            guard var row = try ScheduledQueries.scheduled(id, change.connection), row.accountID == account else {
                throw ServiceError.notFound
            }
            try change.cancelJob(of: row)
            row.scheduledAt = moment
            try change.checkSchedule(row, limits, isNew: false)
            try ScheduledQueries.move(id, to: moment, change.connection)
            try change.enqueue(row)
        }
        return try await scheduledStatus(id, of: account)
    }

    public func cancelScheduledStatus(_ id: Int64, by account: Int64) async throws {
        try await change { change in
            guard let row = try ScheduledQueries.scheduled(id, change.connection), row.accountID == account else {
                throw ServiceError.notFound
            }
            try change.cancelJob(of: row)
            guard try ScheduledQueries.delete(id, change.connection) else { throw ServiceError.notFound }
        }
    }
}

extension Change {
    fileprivate func cancelJob(of row: ScheduledRow) throws {
        let key = "\(row.id):\(row.scheduledAt.milliseconds)"
        try JobQueries.cancel(kind: ScheduledJob.kind, key: key, connection)
    }
}
