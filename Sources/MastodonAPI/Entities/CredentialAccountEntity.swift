// CredentialAccount: an account as its owner's app reads it, with the texts as typed and the defaults for posting.

internal import Basics
internal import Domain
internal import Services

enum CredentialAccountEntity {
    /// - Parameter requests: how many ask to follow the account.
    static func write(
        _ cached: CachedAccount,
        _ user: User,
        requests: Int64,
        _ extras: ProfileExtras,
        _ site: Site,
        to json: inout JSONWriter
    ) {
        json.beginObject()
        AccountEntity.writeFields(cached, site, to: &json)
        json.object("source") { writeSource(cached.account, user, requests, extras, to: &$0) }
        json.object("role") { RoleEntity.writeFields(user.role, to: &$0) }
        json.endObject()
    }

    private static func writeSource(
        _ account: Account,
        _ user: User,
        _ requests: Int64,
        _ extras: ProfileExtras,
        to json: inout JSONWriter
    ) {
        json.field("privacy", user.defaultVisibility.name)
        json.field("sensitive", user.defaultSensitive)
        json.field("language", user.defaultLanguage ?? "")
        json.field("note", account.note)
        json.array("fields") { json in
            for field in account.fields {
                json.beginObject()
                json.field("name", field.name)
                json.field("value", field.value)
                json.field("verified_at", field.verifiedAt)
                json.endObject()
            }
        }
        json.field("follow_requests_count", requests)
        json.field("hide_collections", account.hidesCollections)
        json.field("discoverable", account.isDiscoverable)
        json.field("indexable", account.isIndexable)
        json.field("attribution_domains", strings: extras.attributionDomains)
        json.field("quote_policy", user.defaultQuotePolicy.name)
    }
}
