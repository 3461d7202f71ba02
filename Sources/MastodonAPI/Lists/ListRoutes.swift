// /api/v1/lists, who is in them, and their timelines.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func listRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/lists", .user(.readLists)) { request in
        ListEntity.answer(try await request.services.lists(of: try request.accountID()))
    }
    table.post("/api/v1/lists", .user(.writeLists)) { request in
        let changes = try ListChanges(request.parameters)
        return ListEntity.answer(try await request.services.createList(changes, by: try request.accountID()))
    }
    table.get("/api/v1/lists/:id", .user(.readLists)) { request in
        ListEntity.answer(try await request.ownList().list)
    }
    table.update("/api/v1/lists/:id", .user(.writeLists)) { request in
        let changes = try ListChanges(request.parameters)
        return ListEntity.answer(
            try await request.services.updateList(try request.pathID(), changes, by: try request.accountID())
        )
    }
    table.delete("/api/v1/lists/:id", .user(.writeLists)) { request in
        try await request.services.deleteList(try request.pathID(), by: try request.accountID())
        return .empty
    }
    table.get("/api/v1/lists/:id/accounts", .user(.readLists), members)
    table.post("/api/v1/lists/:id/accounts", .user(.writeLists)) { request in
        let accounts = try request.parameters.ids("account_ids")
        try await request.services.addToList(try request.pathID(), accounts, by: try request.accountID())
        return .empty
    }
    table.delete("/api/v1/lists/:id/accounts", .user(.writeLists)) { request in
        let accounts = try request.parameters.ids("account_ids")
        try await request.services.removeFromList(try request.pathID(), accounts, by: try request.accountID())
        return .empty
    }
    table.get("/api/v1/accounts/:id/lists", .user(.readLists)) { request in
        let (owner, member) = (try request.accountID(), try request.pathID())
        guard try await request.services.accounts.account(member) != nil else { throw APIError.notFound }
        return ListEntity.answer(try await request.services.lists(of: owner, with: member))
    }
    table.get("/api/v1/timelines/list/:list_id", .user(.readLists)) { request in
        let list = try await request.ownList("list_id")
        let relations = try await request.services.relations.relations(of: try request.accountID())
        let bounds = try request.page(limit: 20, most: 40)
        let page = try await request.services.timelines.list(list, of: relations, bounds)
        return try await request.statusList(page.items).linking(page, request)
    }
}

/// The members of a list, the last added first; all of them where `limit` is 0.
@Sendable private func members(_ request: APIRequest) async throws -> APIResponse {
    let list = try await request.ownList()
    var bounds = try request.page(limit: 40, most: 80)
    let isWhole = try request.parameters.text("limit") == "0"
    // There are no more than one may follow.
    if isWhole { bounds = PageBounds(limit: max(list.members.count, 1)) }
    let page = try await request.services.members(ofList: list.list.id, bounds)
    let answer = try await request.accountList(page)
    return isWhole ? answer : answer.linking(page, request, previous: "since_id")
}

extension APIRequest {
    /// The viewer's list that the path names; 404 for all others.
    fileprivate func ownList(_ name: Substring = "id") async throws -> ListMembers {
        try await services.list(try pathID(name), of: try accountID())
    }
}

extension ListChanges {
    fileprivate init(_ parameters: Parameters) throws {
        var policy: RepliesPolicy?
        if let name = try parameters.text("replies_policy"), !name.isEmpty {
            policy = RepliesPolicy(name: name)
            guard policy != nil else { throw APIError.wrongParameter("Replies policy is not included in the list") }
        }
        self.init(
            title: try parameters.text("title"),
            repliesPolicy: policy,
            isExclusive: try parameters.bool("exclusive")
        )
    }
}
