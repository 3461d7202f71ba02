// /api/v2/filters, their keywords and their statuses.

internal import Basics
internal import Database
internal import Domain
internal import HTTPTypes
internal import Services
internal import Storage

func filterRoutes(_ table: inout RouteTable) {
    table.get("/api/v2/filters", .user(.readFilters)) { call in
        FilterEntity.list(try await call.ownFilters()) { FilterEntity.write($0, to: &$1) }
    }
    table.post("/api/v2/filters", .user(.writeFilters)) { call in
        let changes = try FilterChanges(call.parameters)
        return answer(try await call.services.createFilter(changes, by: try call.accountID()))
    }
    table.get("/api/v2/filters/:id", .user(.readFilters)) { call in answer(try await ownFilter(call)) }
    table.update("/api/v2/filters/:id", .user(.writeFilters)) { call in
        let changes = try FilterChanges(call.parameters)
        return answer(
            try await call.services.updateFilter(try call.pathID(), changes, by: try call.accountID())
        )
    }
    table.delete("/api/v2/filters/:id", .user(.writeFilters)) { call in
        try await call.services.deleteFilter(try call.pathID(), by: try call.accountID())
        return .empty
    }
    keywordRoutes(&table)
    statusRoutes(ofFilters: &table)
    oldFilterRoutes(&table)
}

private func keywordRoutes(_ table: inout RouteTable) {
    table.get("/api/v2/filters/:id/keywords", .user(.readFilters)) { call in
        FilterEntity.list(try await ownFilter(call).keywords) { FilterEntity.write($0, to: &$1) }
    }
    table.post("/api/v2/filters/:id/keywords", .user(.writeFilters)) { call in
        answer(
            try await call.services.addKeyword(
                try call.parameters.text("keyword") ?? "",
                isWholeWord: try call.parameters.bool("whole_word"),
                toFilter: try call.pathID(),
                by: try call.accountID()
            )
        )
    }
    table.get("/api/v2/filters/keywords/:id", .user(.readFilters)) { call in
        answer(try await call.services.keyword(try call.pathID(), of: try call.accountID()).keyword)
    }
    table.update("/api/v2/filters/keywords/:id", .user(.writeFilters)) { call in
        answer(
            try await call.services.updateKeyword(
                try call.pathID(),
                to: try call.parameters.text("keyword"),
                isWholeWord: try call.parameters.bool("whole_word"),
                by: try call.accountID()
            )
        )
    }
    table.delete("/api/v2/filters/keywords/:id", .user(.writeFilters)) { call in
        try await call.services.deleteKeyword(try call.pathID(), by: try call.accountID())
        return .empty
    }
}

private func statusRoutes(ofFilters table: inout RouteTable) {
    table.get("/api/v2/filters/:id/statuses", .user(.readFilters)) { call in
        FilterEntity.list(try await ownFilter(call).statuses) { FilterEntity.write($0, to: &$1) }
    }
    table.post("/api/v2/filters/:id/statuses", .user(.writeFilters)) { call in
        guard let status = try call.parameters.id("status_id") else { throw APIError.notFound }
        return answer(
            try await call.services.addStatus(status, toFilter: try call.pathID(), by: try call.accountID())
        )
    }
    table.get("/api/v2/filters/statuses/:id", .user(.readFilters)) { call in
        answer(try await call.services.filterStatus(try call.pathID(), of: try call.accountID()))
    }
    table.delete("/api/v2/filters/statuses/:id", .user(.writeFilters)) { call in
        _ = try await call.services.deleteFilterStatus(try call.pathID(), by: try call.accountID())
        return .empty
    }
}

private func ownFilter(_ call: APICall) async throws -> ContentFilter {
    try await call.services.filter(try call.pathID(), of: try call.accountID())
}

private func answer(_ filter: ContentFilter) -> Answer {
    FilterEntity.answer { FilterEntity.write(filter, to: &$0) }
}

private func answer(_ keyword: FilterKeyword) -> Answer {
    FilterEntity.answer { FilterEntity.write(keyword, to: &$0) }
}

private func answer(_ status: FilterStatus) -> Answer {
    FilterEntity.answer { FilterEntity.write(status, to: &$0) }
}

extension APICall {
    /// All filters of the account that asks; expired ones too.
    func ownFilters() async throws -> [ContentFilter] {
        let account = try accountID()
        return try await services.database.read { try FilterQueries.filters(of: account, $0) }
    }
}
