// /api/v1/apps: apps introduce themselves.

internal import Basics
internal import HTTPTypes
internal import Services

func appRoutes(_ table: inout RouteTable) {
    table.post("/api/v1/apps", .open, limited: .appRegistration) { request in
        let new = try await request.services.registerApp(
            name: try request.parameters.text("client_name") ?? "",
            redirectURIs: try request.parameters.texts("redirect_uris"),
            scopes: try request.parameters.texts("scopes").joined(separator: " "),
            website: try request.parameters.text("website")
        )
        var json = JSONWriter(capacity: 512)
        ApplicationEntity.write(new, vapidKey: try await request.services.vapidPublicKey(), &json)
        return .json(json)
    }

    table.get("/api/v1/apps/verify_credentials", .anyToken) { request in
        guard let grant = request.grant, let app = try await request.services.app(id: grant.appID) else {
            throw APIError.invalidToken
        }
        var json = JSONWriter(capacity: 512)
        ApplicationEntity.write(app, vapidKey: try await request.services.vapidPublicKey(), &json)
        return .json(json)
    }
}
