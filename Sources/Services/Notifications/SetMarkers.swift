// How far somebody has read, the same on all their devices.

internal import Database
public import Domain
internal import Storage

extension Services {
    /// The timelines that have a marker.
    public static let markedTimelines = ["home", "notifications"]

    /// The markers of those of `timelines` that have one.
    public func markers(of account: Int64, timelines: [String]) async throws -> [Marker] {
        guard !timelines.isEmpty else { return [] }
        return try await database.read { try MarkerQueries.markers(of: account, timelines: timelines, $0) }
    }

    /// Sets markers to what the app says, which may be back, and returns them.
    public func setMarkers(
        _ positions: [(timeline: String, lastReadID: Int64)],
        of account: Int64
    ) async throws -> [Marker] {
        guard !positions.isEmpty else { return [] }
        return try await change { change in
            try positions.compactMap { position in
                try MarkerQueries.set(
                    position.timeline,
                    of: account,
                    lastReadID: position.lastReadID,
                    at: change.now,
                    change.connection
                )
            }
        }
    }
}
