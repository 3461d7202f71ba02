// /api/v1/markers: how far somebody has read.

internal import Basics
internal import Domain
internal import Services

func markerRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/markers", .user(.readStatuses)) { request in
        let wished = try request.parameters.texts("timeline")
        let timelines = Services.markedTimelines.filter(wished.contains)
        return MarkerEntity.answer(
            try await request.services.markers(of: try request.accountID(), timelines: timelines)
        )
    }
    table.post("/api/v1/markers", .user(.writeStatuses)) { request in
        var positions: [(timeline: String, lastReadID: Int64)] = []
        for timeline in Services.markedTimelines {
            guard let marker = try request.parameters.object(timeline), !marker.isBlank("last_read_id") else {
                continue
            }
            guard let id = try marker.id("last_read_id") else {
                throw APIError.wrongParameter("\(text: timeline)[last_read_id] must be an id")
            }
            positions.append((timeline, id))
        }
        return MarkerEntity.answer(try await request.services.setMarkers(positions, of: try request.accountID()))
    }
}

enum MarkerEntity {
    /// An object with one marker a timeline; `{}` where there is none.
    static func answer(_ markers: [Marker]) -> APIResponse {
        var json = JSONWriter(capacity: 256)
        json.beginObject()
        for marker in markers {
            json.key(text: marker.timeline)
            json.beginObject()
            json.field("last_read_id", id: marker.lastReadID)
            json.field("version", marker.version)
            json.field("updated_at", marker.updatedAt)
            json.endObject()
        }
        json.endObject()
        return .json(json)
    }
}
