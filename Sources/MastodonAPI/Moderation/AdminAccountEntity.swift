// Admin::Account: an account with its login, as moderators read it.

internal import Basics
internal import Domain
internal import Services

enum AdminAccountEntity {
    /// - Parameters:
    ///   - user: the login; nil for accounts of other servers.
    ///   - isSensitized: whether all its files are shown as sensitive.
    static func write(
        _ cached: CachedAccount,
        _ user: User?,
        isSensitized: Bool,
        _ site: Site,
        to json: inout JSONWriter
    ) {
        let account = cached.account
        json.beginObject()
        json.field("id", id: account.id)
        json.field("username", account.username)
        json.field("domain", account.isLocal ? nil : account.domain)
        json.field("created_at", account.createdAt)
        json.field("email", user?.email ?? "")
        // Addresses are not kept.
        json.nullField("ip")
        json.emptyArrayField("ips")
        json.field("locale", user?.locale ?? "")
        json.nullField("invite_request")
        json.object("role") { RoleEntity.writeFields(user?.role ?? .user, to: &$0) }
        json.field("confirmed", user?.confirmedAt != nil)
        json.field("approved", user?.isApproved ?? false)
        json.field("disabled", user.map { $0.isFrozen || $0.isDisabled } ?? false)
        json.field("sensitized", isSensitized)
        json.field("silenced", account.isSilenced)
        json.field("suspended", account.isSuspended)
        json.key("account")
        AccountEntity.write(cached, site, to: &json)
        json.endObject()
    }
}
