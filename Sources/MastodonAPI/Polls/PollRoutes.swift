// /api/v1/polls: how a poll stands, and voting.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func pollRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/polls/:id", .optional(.readStatuses)) { request in
        try await request.pollAnswer(try request.pathID())
    }
    table.post("/api/v1/polls/:id/votes", .user(.writeStatuses)) { request in
        guard !request.parameters.isBlank("choices") else {
            throw APIError.badRequest("param is missing or the value is empty: choices")
        }
        let texts = try request.parameters.texts("choices")
        let choices = texts.map { Int64($0) ?? -1 }
        try await request.services.vote(in: try request.pathID(), for: choices, by: try request.accountID())
        return try await request.pollAnswer(try request.pathID())
    }
}

extension APIRequest {
    fileprivate func pollAnswer(_ id: Int64) async throws -> APIResponse {
        let viewer = Viewer(accountID: viewerID, relations: try await relations())
        let (poll, status) = try await services.poll(id, for: viewer)
        var json = JSONWriter(capacity: 1024)
        try await polls([poll]).write(poll, of: status, to: &json)
        return .json(json)
    }
}
