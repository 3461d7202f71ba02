// /api/v2/filters, their keywords and their statuses.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func filterRoutes(_ table: inout RouteTable) {
    table.get("/api/v2/filters", .user(.readFilters)) { request in
        FilterEntity.list(try await request.ownFilters()) { FilterEntity.write($0, to: &$1) }
    }
    table.post("/api/v2/filters", .user(.writeFilters)) { request in
        let changes = try FilterChanges(request.parameters)
        return answer(try await request.services.createFilter(changes, by: try request.accountID()))
    }
    table.get("/api/v2/filters/:id", .user(.readFilters)) { request in answer(try await ownFilter(request)) }
    table.update("/api/v2/filters/:id", .user(.writeFilters)) { request in
        let changes = try FilterChanges(request.parameters)
        return answer(
            try await request.services.updateFilter(try request.pathID(), changes, by: try request.accountID())
        )
    }
    table.delete("/api/v2/filters/:id", .user(.writeFilters)) { request in
        try await request.services.deleteFilter(try request.pathID(), by: try request.accountID())
        return .empty
    }
    keywordRoutes(&table)
    statusRoutes(ofFilters: &table)
    oldFilterRoutes(&table)
}

private func keywordRoutes(_ table: inout RouteTable) {
    table.get("/api/v2/filters/:id/keywords", .user(.readFilters)) { request in
        FilterEntity.list(try await ownFilter(request).keywords) { FilterEntity.write($0, to: &$1) }
    }
    table.post("/api/v2/filters/:id/keywords", .user(.writeFilters)) { request in
        answer(
            try await request.services.addKeyword(
                try request.parameters.text("keyword") ?? "",
                isWholeWord: try request.parameters.bool("whole_word"),
                toFilter: try request.pathID(),
                by: try request.accountID()
            )
        )
    }
    table.get("/api/v2/filters/keywords/:id", .user(.readFilters)) { request in
        answer(try await request.services.keyword(try request.pathID(), of: try request.accountID()).keyword)
    }
    table.update("/api/v2/filters/keywords/:id", .user(.writeFilters)) { request in
        answer(
            try await request.services.updateKeyword(
                try request.pathID(),
                to: try request.parameters.text("keyword"),
                isWholeWord: try request.parameters.bool("whole_word"),
                by: try request.accountID()
            )
        )
    }
    table.delete("/api/v2/filters/keywords/:id", .user(.writeFilters)) { request in
        try await request.services.deleteKeyword(try request.pathID(), by: try request.accountID())
        return .empty
    }
}

private func statusRoutes(ofFilters table: inout RouteTable) {
    table.get("/api/v2/filters/:id/statuses", .user(.readFilters)) { request in
        FilterEntity.list(try await ownFilter(request).statuses) { FilterEntity.write($0, to: &$1) }
    }
    table.post("/api/v2/filters/:id/statuses", .user(.writeFilters)) { request in
        guard let status = try request.parameters.id("status_id") else { throw APIError.notFound }
        return answer(
            try await request.services.addStatus(status, toFilter: try request.pathID(), by: try request.accountID())
        )
    }
    table.get("/api/v2/filters/statuses/:id", .user(.readFilters)) { request in
        answer(try await request.services.filterStatus(try request.pathID(), of: try request.accountID()))
    }
    table.delete("/api/v2/filters/statuses/:id", .user(.writeFilters)) { request in
        _ = try await request.services.deleteFilterStatus(try request.pathID(), by: try request.accountID())
        return .empty
    }
}

private func ownFilter(_ request: APIRequest) async throws -> ContentFilter {
    try await request.services.filter(try request.pathID(), of: try request.accountID())
}

private func answer(_ filter: ContentFilter) -> APIResponse {
    FilterEntity.answer { FilterEntity.write(filter, to: &$0) }
}

private func answer(_ keyword: FilterKeyword) -> APIResponse {
    FilterEntity.answer { FilterEntity.write(keyword, to: &$0) }
}

private func answer(_ status: FilterStatus) -> APIResponse {
    FilterEntity.answer { FilterEntity.write(status, to: &$0) }
}

extension APIRequest {
    /// All filters of the account that asks; expired ones too.
    func ownFilters() async throws -> [ContentFilter] {
        try await services.contentFilters(of: try accountID())
    }
}
