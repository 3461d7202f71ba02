// What was posted before there was an index, or by people who now may be found: indexed a few at a time.

internal import Database
internal import Domain
internal import Storage

extension Services {
    /// Statuses indexed in one transaction.
    private static let indexedAtOnce = 200

    /// Does the next piece of what the index has yet to learn. Returns whether there was any.
    public func fillSearchIndex() async throws -> Bool {
        try await database.write { connection in
            guard let batch = try SearchWorkQueries.next(limit: Services.indexedAtOnce, connection) else {
                return false
            }
            try StatusSearchQueries.delete(batch.statuses, connection)
            for details in try StatusQueries.details(batch.statuses, connection) {
                let document = SearchDocument(
                    details,
                    isIndexable: batch.indexable.contains(details.status.accountID)
                )
                try StatusSearchQueries.insert(document, of: details.status.id, connection)
            }
            try SearchWorkQueries.finish(batch, connection)
            return true
        }
    }
}
