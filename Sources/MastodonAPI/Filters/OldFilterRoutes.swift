// /api/v1/filters: what older apps know of filters, each phrase as a filter of its own.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func oldFilterRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/filters", .user(.readFilters)) { call in
        var json = JSONWriter(capacity: 1024)
        json.beginArray()
        for filter in try await call.ownFilters() {
            for keyword in filter.keywords { FilterEntity.writeOld(keyword, of: filter, to: &json) }
        }
        json.endArray()
        return .json(json)
    }
    table.post("/api/v1/filters", .user(.writeFilters)) { call in
        answer(
            try await call.services.createFilter(
                phrase: try call.parameters.text("phrase") ?? "",
                isWholeWord: try call.parameters.bool("whole_word") ?? false,
                try FilterChanges(old: call.parameters),
                by: try call.accountID()
            )
        )
    }
    table.get("/api/v1/filters/:id", .user(.readFilters)) { call in
        answer(try await call.services.keyword(try call.pathID(), of: try call.accountID()))
    }
    table.update("/api/v1/filters/:id", .user(.writeFilters)) { call in
        answer(
            try await call.services.updateFilter(
                keyword: try call.pathID(),
                phrase: try call.parameters.text("phrase"),
                isWholeWord: try call.parameters.bool("whole_word"),
                try FilterChanges(old: call.parameters),
                by: try call.accountID()
            )
        )
    }
    table.delete("/api/v1/filters/:id", .user(.writeFilters)) { call in
        try await call.services.deleteFilter(keyword: try call.pathID(), by: try call.accountID())
        return .empty
    }
}

private func answer(_ found: (filter: ContentFilter, keyword: FilterKeyword)) -> Answer {
    FilterEntity.answer { FilterEntity.writeOld(found.keyword, of: found.filter, to: &$0) }
}
