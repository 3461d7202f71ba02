// Fields without which one of four apps cannot read an answer (from their models): present, and of their type.

import Basics
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@Suite struct RequiredFieldTests {
    enum Shape: Sendable { case text, id, number, flag, list, object, datetime }

    /// Path and type of what apps need.
    static let notification: [(String, Shape)] = [
        ("account", .object), ("created_at", .datetime), ("id", .id), ("type", .text), ("group_key", .text),
        ("account/acct", .text), ("account/avatar", .text), ("account/bot", .flag), ("account/created_at", .datetime),
        ("account/display_name", .text), ("account/emojis", .list), ("account/fields", .list),
        ("account/header", .text),
        ("account/id", .id), ("account/locked", .flag), ("account/note", .text), ("account/url", .text),
        ("account/username", .text), ("status/account", .object), ("status/content", .text),
        ("status/created_at", .datetime), ("status/emojis", .list), ("status/favourites_count", .number),
        ("status/id", .id), ("status/media_attachments", .list), ("status/mentions", .list),
        ("status/reblogs_count", .number), ("status/replies_count", .number), ("status/sensitive", .flag),
        ("status/spoiler_text", .text), ("status/tags", .list), ("status/uri", .text), ("status/visibility", .text),
    ]
    static let configuration: [(String, Shape)] = [
        ("configuration/accounts/max_featured_tags", .number), ("configuration/statuses/max_characters", .number),
        ("configuration/statuses/max_media_attachments", .number),
        ("configuration/statuses/characters_reserved_per_url", .number),
        ("configuration/media_attachments/supported_mime_types", .list),
        ("configuration/media_attachments/image_size_limit", .number),
        ("configuration/media_attachments/image_matrix_limit", .number),
        ("configuration/media_attachments/video_size_limit", .number),
        ("configuration/media_attachments/video_frame_rate_limit", .number),
        ("configuration/media_attachments/video_matrix_limit", .number),
        ("configuration/polls/max_options", .number), ("configuration/polls/max_characters_per_option", .number),
        ("configuration/polls/min_expiration", .number), ("configuration/polls/max_expiration", .number),
    ]
    static let instanceV1: [(String, Shape)] =
        configuration + [
            ("uri", .text), ("title", .text), ("description", .text), ("short_description", .text), ("email", .text),
            ("version", .text), ("languages", .list), ("registrations", .flag), ("thumbnail", .text), ("rules", .list),
            ("urls/streaming_api", .text), ("stats/user_count", .number), ("stats/status_count", .number),
            ("stats/domain_count", .number),
        ]
    static let instanceV2: [(String, Shape)] =
        configuration + [
            ("domain", .text), ("title", .text), ("description", .text), ("version", .text), ("languages", .list),
            ("contact/email", .text), ("contact/account", .object), ("registrations/enabled", .flag),
            ("registrations/approval_required", .flag), ("thumbnail/url", .text), ("usage/users/active_month", .number),
            ("configuration/translation/enabled", .flag), ("api_versions/mastodon", .number), ("rules", .list),
        ]
    static let markers: [(String, Shape)] = ["home", "notifications"].flatMap {
        [("\($0)/last_read_id", Shape.id), ("\($0)/version", .number), ("\($0)/updated_at", .datetime)]
    }
    static let preferences: [(String, Shape)] = [
        ("posting:default:visibility", .text), ("posting:default:sensitive", .flag), ("reading:expand:media", .text),
        ("reading:expand:spoilers", .flag),
    ]

    @Test("all that apps need is there", arguments: TestEngine.available)
    func required(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            _ = try await server.services.createAccount(
                NewAccount(username: "dana", email: "dana@example.org", password: nil, role: .admin, agreement: true)
            )
            try await server.post("@alice me too", by: server.bob)
            let list = try await server.get("/api/v1/notifications", as: alice)
            expect(Self.notification, in: list["0"], "Notification")
            expect(Self.instanceV1, in: try await server.get("/api/v1/instance").json, "V1::Instance")
            expect(Self.instanceV2, in: try await server.get("/api/v2/instance").json, "Instance")
            let set: KeyValuePairs = ["home[last_read_id]": "42", "notifications[last_read_id]": "7"]
            let markers = try await server.send(.post, "/api/v1/markers", as: alice, set)
            expect(Self.markers, in: markers.json, "Marker")
            expect(Self.preferences, in: try await server.get("/api/v1/preferences", as: alice).json, "Preferences")
            expect([("error", .text)], in: try await server.get("/api/v1/preferences").json, "Error")
            let description = try await server.get("/api/v1/instance/extended_description").json
            expect([("content", .text)], in: description, "ExtendedDescription")
        }
    }

    private func expect(_ fields: [(String, Shape)], in json: JSONValue, _ entity: String) {
        for (path, shape) in fields {
            let value = path.split(separator: "/").reduce(json as JSONValue?) { $0?[String($1)] }
            #expect(isShaped(value, shape), "\(entity) \(path): \(String(describing: value))")
        }
    }

    private func isShaped(_ value: JSONValue?, _ shape: Shape) -> Bool {
        switch (shape, value) {
        case (.text, .string), (.flag, .bool), (.list, .array), (.object, .object): true
        case (.number, .number(let text)): Int(text) != nil
        case (.id, .string(let text)): Int64(text) != nil
        case (.datetime, .string(let text)): text.utf8.count == 24 && text.hasSuffix("Z")
        default: false
        }
    }
}
