// What one line of a file wishes.

public enum ImportLine: Sendable, Equatable {
    case follow(AcctAddress, FollowWishes)
    case block(AcctAddress)
    /// Nil for hiding notifications too.
    case mute(AcctAddress, hidesNotifications: Bool?)
    case blockDomain(String)
    /// An address of a post: ActivityPub's or its page's.
    case bookmark(String)
    case addToList(String, AcctAddress)

    /// The most bytes of the address of a post.
    private static let addressBytes = 2048

    /// - Parameter fields: as in `ImportFile.rows`. Nil for what cannot be understood.
    public init?(_ kind: ImportKind, _ fields: [String]) {
        func field(_ place: Int) -> String { place < fields.count ? ProfileLine.line(fields[place]) : "" }
        switch kind {
        case .follows:
            guard let address = AcctAddress.parse(field(0)) else { return nil }
            let languages = field(3).split(separator: ",").map { ProfileLine.line(String($0)) }
            let wishes = FollowWishes(
                showReblogs: ImportLine.flag(field(1)),
                notify: ImportLine.flag(field(2)),
                languages: languages.isEmpty ? nil : languages
            )
            self = .follow(address, wishes)
        case .blocks:
            guard let address = AcctAddress.parse(field(0)) else { return nil }
            self = .block(address)
        case .mutes:
            guard let address = AcctAddress.parse(field(0)) else { return nil }
            self = .mute(address, hidesNotifications: ImportLine.flag(field(1)))
        case .domains:
            guard let domain = AcctAddress.domain(field(0)) else { return nil }
            self = .blockDomain(domain)
        case .bookmarks:
            let address = field(0)
            guard address.hasPrefix("https://") || address.hasPrefix("http://"),
                address.utf8.count <= ImportLine.addressBytes
            else { return nil }
            self = .bookmark(address)
        case .lists:
            let title = field(0)
            guard let address = AcctAddress.parse(field(1)), !title.isEmpty,
                title.count <= AccountList.titleCharacters
            else { return nil }
            self = .addToList(title, address)
        }
    }

    /// Nil where nothing was said.
    private static func flag(_ text: String) -> Bool? {
        text.isEmpty ? nil : !["0", "f", "false", "off", "n", "no"].contains(text.lowercased())
    }
}
