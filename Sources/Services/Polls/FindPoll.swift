// The status that asks what a poll asks.

internal import Database
internal import Domain
internal import Storage

extension Services {
    /// Nil where the poll is gone.
    public func status(ofPoll poll: Int64) async throws -> Int64? {
        try await database.read { try PollQueries.poll(poll, $0)?.statusID }
    }
}
