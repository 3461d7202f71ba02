// Accounts, and where their pages are.

internal import Domain
internal import Services

extension AccountView {
    init(_ account: Account, _ site: Site) {
        self.init(
            id: String(account.id),
            displayName: account.displayName,
            handle: account.isLocal ? "\(account.username)@\(site.domain)" : account.acct,
            url: site.path(of: account),
            avatarURL: account.avatar.map { site.pageURL(ofFile: $0.stillPath, .avatar) },
            bot: account.isBot,
            emojis: account.isLocal ? EmojiPictures(site) : .none
        )
    }
}

extension Site {
    /// The address of a file for our own pages: a path where we serve it, so that it is of the page's origin whatever name
    /// the page was asked by.
    func pageURL(ofFile path: String, _ size: RemoteFileSize = .original) -> String { pagePath(mediaURL(path, size)) }

    func pagePath(_ address: String) -> String {
        address.hasPrefix(url + "/") ? String(address.dropFirst(url.utf8.count)) : address
    }

    /// What pages may load pictures from besides their own origin; nil where we serve them.
    var mediaOrigin: String? {
        guard !mediaURL.hasPrefix(url + "/"), let colon = mediaURL.firstIndex(of: ":") else { return nil }
        let host = mediaURL[colon...].dropFirst(3).prefix { $0 != "/" }
        return "\(mediaURL[..<colon])://\(host)"
    }

    /// The page of an account: a path on this server where it is from here.
    func path(of account: Account) -> String { account.isLocal ? "/@\(account.username)" : url(of: account) }

    /// The page of a status.
    func path(of status: Status, by author: Account) -> String {
        let path = "\(path(of: author))/\(status.id)"
        return status.isLocal ? path : status.url ?? status.uri ?? path
    }
}
