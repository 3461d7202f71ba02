// Idempotency keys serve for an hour; afterwards they only take room.

internal import Basics
internal import Database
internal import Storage

extension Services {
    /// Forgets idempotency keys older than an hour, 1,000 in a transaction.
    public func forgetOldKeys() async throws {
        let before = clock.now() - .seconds(3600)
        while try await database.write({ try StatusQueries.purgeIdempotencyKeys(before: before, limit: 1000, $0) })
            == 1000
        {}
    }
}
