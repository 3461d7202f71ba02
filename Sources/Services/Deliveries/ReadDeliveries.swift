// How far a status has come: to how many of the servers that were to have it.

internal import Database
public import Domain
internal import Storage

/// What is known of the deliveries of one status.
public struct DeliveryProgress: Sendable, Equatable {
    public var counts: DeliveryCounts
    /// Some of the servers that do not have it.
    public var missing: [MissingDelivery]
}

extension Services {
    /// - Parameter reader: its author, or a moderator; to others the status is not there.
    public func deliveries(ofStatus id: Int64, for reader: User) async throws -> DeliveryProgress {
        let found = try await database.read { connection -> DeliveryProgress? in
            guard let status = try StatusQueries.status(id, connection), status.isLocal else { return nil }
            guard status.accountID == reader.accountID || reader.role != .user else { return nil }
            let progress = try DeliveryQueries.progress(ofStatus: id, limit: 100, connection)
            return DeliveryProgress(counts: progress?.counts ?? DeliveryCounts(), missing: progress?.missing ?? [])
        }
        guard let found else { throw ServiceError.notFound }
        return found
    }
}
