// The texts of a profile as HTML, with the people and tags that they name as links.

public import Domain

extension CachedAccount {
    /// The note; that of an account of another server is HTML already.
    public func noteHTML(_ site: Site) -> String {
        guard account.isLocal else { return account.note }
        return ProfileText.note(account.note, mentions: { target($0, $1, site) }, tagURL: { site.tagURL($0.name) })
    }

    /// The value of a line of the profile's table.
    public func html(of field: ProfileField, _ site: Site) -> String {
        guard account.isLocal else { return field.value }
        return ProfileText.fieldValue(
            field.value,
            mentions: { target($0, $1, site) },
            tagURL: { site.tagURL($0.name) }
        )
    }

    private func target(_ username: String, _ domain: String?, _ site: Site) -> MentionTarget? {
        named[AcctAddress(username: username, domain: domain).folded].map { account in
            MentionTarget(url: site.url(of: account), username: account.username, acct: account.acct)
        }
    }
}
