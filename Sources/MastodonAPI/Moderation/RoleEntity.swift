// Role as apps read it.

internal import Basics
internal import Domain

enum RoleEntity {
    /// Mastodon's flags (app/models/user_role.rb) of what the admin API here allows moderators: manage_reports,
    /// manage_taxonomies (trends) and manage_users.
    private static let moderation = 1 << 4 | 1 << 8 | 1 << 10

    static func writeFields(_ role: Role, to json: inout JSONWriter) {
        // Mastodon's id of the role that everybody has.
        json.field("id", id: role == .user ? -99 : role.rawValue)
        json.field("name", role.title)
        json.field("permissions", role == .user ? "0" : String(moderation))
        json.field("color", "")
        json.field("highlighted", role != .user)
    }
}

extension Role {
    fileprivate var title: String {
        switch self {
        case .user: ""
        case .moderator: "Moderator"
        case .admin: "Admin"
        }
    }
}
