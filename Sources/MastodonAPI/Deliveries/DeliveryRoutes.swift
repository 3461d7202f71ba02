// /api/chorus/v1/statuses/:id/deliveries: how far a status has come, for its author and for moderators.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func deliveryRoutes(_ table: inout RouteTable) {
    table.get("/api/chorus/v1/statuses/:id/deliveries", .user(.readStatuses)) { request in
        let progress = try await request.services.deliveries(ofStatus: try request.pathID(), for: try request.user())
        var json = JSONWriter(capacity: 1024)
        json.beginObject()
        json.field("servers", progress.counts.total)
        json.field("delivered", progress.counts.delivered)
        json.field("waiting", progress.counts.waiting)
        json.field("refused", progress.counts.refused)
        json.field("given_up", progress.counts.givenUp)
        json.array("missing") { json in
            for server in progress.missing {
                json.beginObject()
                json.field("domain", server.host)
                json.field("state", name(server.state))
                json.field("attempts", Int64(server.attempts))
                json.field("reason", server.error)
                json.endObject()
            }
        }
        json.endObject()
        return .json(json)
    }
}

private func name(_ state: DeliveryState) -> String {
    switch state {
    case .waiting: "waiting"
    case .delivered: "delivered"
    case .refused: "refused"
    case .givenUp: "given_up"
    }
}
