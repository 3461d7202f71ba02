// Apps as apps read them: `Application` and `CredentialApplication`.

internal import Basics
internal import Domain
internal import Services

/// https://docs.joinmastodon.org/entities/Application/
enum ApplicationEntity {
    static func write(_ app: RegisteredApp, vapidKey: String, _ json: inout JSONWriter) {
        json.beginObject()
        writeFields(app, vapidKey, &json)
        json.endObject()
    }

    /// `CredentialApplication`: the same with the secret, which is known once.
    static func write(_ new: NewApp, vapidKey: String, _ json: inout JSONWriter) {
        json.beginObject()
        writeFields(new.app, vapidKey, &json)
        json.field("client_id", new.app.clientID)
        json.field("client_secret", new.secret)
        // It never expires.
        json.field("client_secret_expires_at", 0)
        json.endObject()
    }

    private static func writeFields(_ app: RegisteredApp, _ vapidKey: String, _ json: inout JSONWriter) {
        json.field("id", id: app.id)
        json.field("name", app.name)
        json.field("website", app.website)
        json.field("scopes", strings: app.scopes.split(separator: " ").map(String.init))
        json.field("redirect_uris", strings: app.redirectURIs)
        // Deprecated; some apps fail without it.
        json.field("redirect_uri", app.redirectURIs.joined(separator: "\n"))
        // Deprecated; older apps subscribe to Web Push with it.
        json.field("vapid_key", vapidKey)
    }
}
