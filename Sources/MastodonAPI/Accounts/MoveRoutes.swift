// Other accounts of the same person, and moving to one of them: as GoToSocial has it, since Mastodon has pages only.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func moveRoutes(_ table: inout RouteTable) {
    // `also_known_as_uris[]`: ids of actors, or handles; all of them each time.
    table.post("/api/v1/accounts/alias", .user(.writeAccounts)) { request in
        let account = try request.accountID()
        try await request.services.setAliases(try request.parameters.texts("also_known_as_uris"), of: account)
        var json = JSONWriter(capacity: 512)
        json.beginObject()
        json.field("also_known_as_uris", strings: try await request.services.aliases(of: account))
        json.endObject()
        return .json(json)
    }
    // `moved_to_uri` and `password`: whoever has an app of somebody cannot move them away.
    table.post("/api/v1/accounts/move", .user(.writeAccounts)) { request in
        guard let name = try request.parameters.text("moved_to_uri"), !name.isEmpty else {
            throw APIError.invalid("Moved to uri can't be blank")
        }
        try await request.services.moveAccount(
            try request.accountID(),
            to: name,
            password: try request.parameters.text("password") ?? ""
        )
        var json = JSONWriter(capacity: 16)
        json.beginObject()
        json.endObject()
        return .json(json)
    }
}
