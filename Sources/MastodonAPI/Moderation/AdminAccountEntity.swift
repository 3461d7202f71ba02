// Admin::Account: an account with its login, as moderators read it.

internal import Basics
internal import Domain
internal import Services

enum AdminAccountEntity {
    /// - Parameter user: the login; nil for accounts of other servers.
    static func write(_ kept: KeptAccount, _ user: User?, _ site: Site, to json: inout JSONWriter) {
        let account = kept.account
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
        json.field("disabled", user?.isDisabled ?? false)
        json.field("sensitized", false)
        json.field("silenced", account.isSilenced)
        json.field("suspended", account.isSuspended)
        json.key("account")
        AccountEntity.write(kept, site, to: &json)
        json.endObject()
    }
}
