// /api/v1/lists, who is in them, and their timelines.

internal import Basics
internal import Database
internal import Domain
internal import HTTPTypes
internal import Services
internal import Storage

func listRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/lists", .user(.readLists)) { call in
        let account = try call.accountID()
        return ListEntity.answer(try await call.services.database.read { try ListQueries.lists(of: account, $0) })
    }
    table.post("/api/v1/lists", .user(.writeLists)) { call in
        let changes = try ListChanges(call.parameters)
        return ListEntity.answer(try await call.services.createList(changes, by: try call.accountID()))
    }
    table.get("/api/v1/lists/:id", .user(.readLists)) { call in
        ListEntity.answer(try await call.ownList().list)
    }
    table.update("/api/v1/lists/:id", .user(.writeLists)) { call in
        let changes = try ListChanges(call.parameters)
        return ListEntity.answer(
            try await call.services.updateList(try call.pathID(), changes, by: try call.accountID())
        )
    }
    table.delete("/api/v1/lists/:id", .user(.writeLists)) { call in
        try await call.services.deleteList(try call.pathID(), by: try call.accountID())
        return .empty
    }
    table.get("/api/v1/lists/:id/accounts", .user(.readLists), members)
    table.post("/api/v1/lists/:id/accounts", .user(.writeLists)) { call in
        let accounts = try call.parameters.ids("account_ids")
        try await call.services.addToList(try call.pathID(), accounts, by: try call.accountID())
        return .empty
    }
    table.delete("/api/v1/lists/:id/accounts", .user(.writeLists)) { call in
        let accounts = try call.parameters.ids("account_ids")
        try await call.services.removeFromList(try call.pathID(), accounts, by: try call.accountID())
        return .empty
    }
    table.get("/api/v1/accounts/:id/lists", .user(.readLists)) { call in
        let (owner, member) = (try call.accountID(), try call.pathID())
        guard try await call.services.accounts.account(member) != nil else { throw APIError.notFound }
        return ListEntity.answer(
            try await call.services.database.read { try ListQueries.lists(of: owner, with: member, $0) }
        )
    }
    table.get("/api/v1/timelines/list/:list_id", .user(.readLists)) { call in
        let list = try await call.ownList("list_id")
        let relations = try await call.services.relations.relations(of: try call.accountID())
        let request = try call.page(limit: 20, most: 40)
        let page = try await call.services.timelines.list(list, of: relations, request)
        return try await call.statusList(page.items).linking(page, call)
    }
}

/// The members of a list, the last added first; all of them where `limit` is 0.
@Sendable private func members(_ call: APICall) async throws -> Answer {
    let list = try await call.ownList()
    var request = try call.page(limit: 40, most: 80)
    let isWhole = try call.parameters.text("limit") == "0"
    // There are no more than one may follow.
    if isWhole { request = PageRequest(limit: max(list.members.count, 1)) }
    let (id, wanted) = (list.list.id, request)
    let page = try await call.services.database.read {
        Page(rows: try ListQueries.members(of: id, wanted, $0), request: wanted)
    }
    let answer = try await call.accountList(page)
    return isWhole ? answer : answer.linking(page, call, previous: "since_id")
}

extension APICall {
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
            guard policy != nil else { throw APIError.invalid("Replies policy is not included in the list") }
        }
        self.init(
            title: try parameters.text("title"),
            repliesPolicy: policy,
            isExclusive: try parameters.bool("exclusive")
        )
    }
}
