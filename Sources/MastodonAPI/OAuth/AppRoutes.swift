// /api/v1/apps: apps introduce themselves.

internal import Basics
internal import HTTPTypes
internal import Services

func appRoutes(_ table: inout RouteTable) {
    table.post("/api/v1/apps", .open, limited: .appRegistration) { call in
        let new = try await call.services.registerApp(
            name: try call.parameters.text("client_name") ?? "",
            redirectURIs: try call.parameters.texts("redirect_uris"),
            scopes: try call.parameters.texts("scopes").joined(separator: " "),
            website: try call.parameters.text("website")
        )
        var json = JSONWriter(capacity: 512)
        ApplicationEntity.write(new, vapidKey: try await call.services.vapidPublicKey(), &json)
        return .json(json)
    }

    table.get("/api/v1/apps/verify_credentials", .anyToken) { call in
        guard let grant = call.grant, let app = try await call.services.app(id: grant.appID) else {
            throw APIError.invalidToken
        }
        var json = JSONWriter(capacity: 512)
        ApplicationEntity.write(app, vapidKey: try await call.services.vapidPublicKey(), &json)
        return .json(json)
    }
}
