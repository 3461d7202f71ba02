// What the queue of jobs says of those that a runner has begun.

public import Database

private let leased = SQL("SELECT 1 FROM jobs WHERE NOT is_dead AND leased_by IS NOT NULL LIMIT 1")

/// Whether a job was begun and has not ended: on a machine that has much to do it may take long.
public func isAnyJobInHand(_ connection: Connection) throws -> Bool {
    try connection.first(leased) { _ in true } ?? false
}
