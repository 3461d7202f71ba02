// Fields without which an app fails (from the models of Android, IceCubes, Tusky and iOS), with their types.
import Basics
import Testing

/// A type of JSON value.
enum FieldType: String {
    case string, bool, number, array, object
    /// A string, or null.
    case stringOrNull

    func holds(_ value: JSONValue?) -> Bool {
        switch (self, value) {
        case (.string, .string), (.bool, .bool), (.number, .number), (.array, .array), (.object, .object),
            (.stringOrNull, .string), (.stringOrNull, .null):
            true
        default: false
        }
    }
}

enum RequiredFields {
    static let account: [(String, FieldType)] = [
        ("id", .string), ("username", .string), ("acct", .string), ("url", .string), ("uri", .string),
        ("display_name", .string), ("note", .string), ("avatar", .string), ("avatar_static", .string),
        ("header", .string), ("header_static", .string), ("locked", .bool), ("bot", .bool), ("group", .bool),
        ("created_at", .string), ("last_status_at", .stringOrNull), ("emojis", .array), ("fields", .array),
        ("followers_count", .number), ("following_count", .number), ("statuses_count", .number),
    ]
    static let source: [(String, FieldType)] = [
        ("note", .string), ("fields", .array), ("privacy", .string), ("sensitive", .bool), ("language", .string),
        ("follow_requests_count", .number),
    ]
    static let role: [(String, FieldType)] = [
        ("id", .string), ("name", .string), ("color", .string), ("permissions", .string), ("highlighted", .bool),
    ]
    static let relationship: [(String, FieldType)] = [
        ("id", .string), ("following", .bool), ("showing_reblogs", .bool), ("notifying", .bool), ("followed_by", .bool),
        ("blocking", .bool), ("blocked_by", .bool), ("muting", .bool), ("muting_notifications", .bool),
        ("requested", .bool), ("requested_by", .bool), ("domain_blocking", .bool), ("endorsed", .bool),
        ("note", .string),
    ]

    static func expect(
        _ fields: [(String, FieldType)],
        in object: JSONValue?,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for (name, type) in fields {
            #expect(type.holds(object?[name]), "\(name) is \(type)", sourceLocation: sourceLocation)
        }
    }
}
