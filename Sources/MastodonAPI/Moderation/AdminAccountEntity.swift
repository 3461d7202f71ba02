// Admin::Account: an account with its login, as moderators read it.

internal import Basics
internal import Domain
internal import Services

/// Everything needed to write some of them, read beforehand.
struct AdminAccountEntities: Sendable {
    let site: Site
    let accounts: [Int64: CachedAccount]
    /// Logins, with why their people wished to join; accounts of other servers have none.
    let logins: [Int64: (user: User, reason: String?)]
    /// Those all of whose files are shown as sensitive.
    let sensitized: Set<Int64>

    /// Returns false, and writes nothing, for an account that is gone.
    @discardableResult
    func write(_ id: Int64, to json: inout JSONWriter) -> Bool {
        guard let cached = accounts[id] else { return false }
        let (account, user) = (cached.account, logins[id]?.user)
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
        json.field("invite_request", logins[id]?.reason)
        json.object("role") { RoleEntity.writeFields(user?.role ?? .user, to: &$0) }
        json.field("confirmed", user?.confirmedAt != nil)
        json.field("approved", user?.isApproved ?? false)
        json.field("disabled", user.map { $0.isFrozen || $0.isDisabled } ?? false)
        json.field("sensitized", sensitized.contains(id))
        json.field("silenced", account.isSilenced)
        json.field("suspended", account.isSuspended)
        if account.isDeactivated { json.field("deactivated", true) }
        json.key("account")
        AccountEntity.write(cached, site, to: &json)
        if let inviter = user?.invitedByID { json.field("invited_by_account_id", id: inviter) }
        json.endObject()
        return true
    }
}

extension APIRequest {
    /// Reads what shows these accounts to moderators, also those of people who have not been let in yet.
    func adminAccounts(_ ids: [Int64]) async throws -> AdminAccountEntities {
        let unique = Set(ids).sorted()
        let (logins, sensitized) = try await services.logins(of: unique)
        return AdminAccountEntities(
            site: site,
            accounts: try await services.accounts.accounts(unique, evenSecret: true),
            logins: logins,
            sensitized: sensitized
        )
    }

    /// One of them. Throws `.notFound`.
    func adminAccount(_ id: Int64) async throws -> APIResponse {
        var json = JSONWriter(capacity: 2048)
        guard try await adminAccounts([id]).write(id, to: &json) else { throw APIError.notFound }
        return .json(json)
    }
}
