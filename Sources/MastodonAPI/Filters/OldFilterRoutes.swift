// /api/v1/filters: what older apps know of filters, each phrase as a filter of its own.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func oldFilterRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/filters", .user(.readFilters)) { request in
        var json = JSONWriter(capacity: 1024)
        json.beginArray()
        for filter in try await request.ownFilters() {
            for keyword in filter.keywords { FilterEntity.writeOld(keyword, of: filter, to: &json) }
        }
        json.endArray()
        return .json(json)
    }
    table.post("/api/v1/filters", .user(.writeFilters)) { request in
        answer(
            try await request.services.createFilter(
                phrase: try request.parameters.text("phrase") ?? "",
                isWholeWord: try request.parameters.bool("whole_word") ?? false,
                try FilterChanges(old: request.parameters),
                by: try request.accountID()
            )
        )
    }
    table.get("/api/v1/filters/:id", .user(.readFilters)) { request in
        answer(try await request.services.keyword(try request.pathID(), of: try request.accountID()))
    }
    table.update("/api/v1/filters/:id", .user(.writeFilters)) { request in
        answer(
            try await request.services.updateFilter(
                keyword: try request.pathID(),
                phrase: try request.parameters.text("phrase"),
                isWholeWord: try request.parameters.bool("whole_word"),
                try FilterChanges(old: request.parameters),
                by: try request.accountID()
            )
        )
    }
    table.delete("/api/v1/filters/:id", .user(.writeFilters)) { request in
        try await request.services.deleteFilter(keyword: try request.pathID(), by: try request.accountID())
        return .empty
    }
}

private func answer(_ found: (filter: ContentFilter, keyword: FilterKeyword)) -> APIResponse {
    FilterEntity.answer { FilterEntity.writeOld(found.keyword, of: found.filter, to: &$0) }
}
