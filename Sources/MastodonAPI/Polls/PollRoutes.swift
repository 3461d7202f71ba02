// /api/v1/polls: how a poll stands, and voting.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func pollRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/polls/:id", .optional(.readStatuses)) { call in
        try await call.pollAnswer(try call.pathID())
    }
    table.post("/api/v1/polls/:id/votes", .user(.writeStatuses)) { call in
        guard !call.parameters.isBlank("choices") else {
            throw APIError.badRequest("param is missing or the value is empty: choices")
        }
        let texts = try call.parameters.texts("choices")
        let choices = texts.map { Int64($0) ?? -1 }
        try await call.services.vote(in: try call.pathID(), for: choices, by: try call.accountID())
        return try await call.pollAnswer(try call.pathID())
    }
}

extension APICall {
    fileprivate func pollAnswer(_ id: Int64) async throws -> Answer {
        let viewer = Viewer(accountID: viewerID, relations: try await relations())
        let poll = try await services.poll(id, for: viewer).poll
        var json = JSONWriter(capacity: 1024)
        try await polls([poll]).write(poll, to: &json)
        return .json(json)
    }
}
