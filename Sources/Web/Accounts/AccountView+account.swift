// Accounts, and where their pages are.

internal import Domain
internal import Services

extension AccountView {
    init(_ account: Account, _ site: Site) {
        self.init(
            displayName: account.displayName,
            handle: account.isLocal ? "\(account.username)@\(site.domain)" : account.acct,
            url: site.path(of: account),
            bot: account.isBot
        )
    }
}

extension Site {
    /// The page of an account: a path on this server where it is from here.
    func path(of account: Account) -> String { account.isLocal ? "/@\(account.username)" : url(of: account) }

    /// The page of a status.
    func path(of status: Status, by author: Account) -> String {
        let path = "\(path(of: author))/\(status.id)"
        return status.isLocal ? path : status.url ?? status.uri ?? path
    }
}
