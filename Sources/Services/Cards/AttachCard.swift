// The first link of a status gets a card: found or made in the transaction that posts, looked at by a job.

internal import Basics
internal import Crypto
internal import Domain
internal import Storage

/// An address that a status leads to, ready to be looked up.
struct CardLink: Sendable, Equatable {
    var url: String
    var hash: [UInt8]

    /// The first of some links that a card can be made of.
    init?(firstOf links: [String], site: Site) {
        for link in links {
            guard let url = CardAddress.normalise(link, site: site.url) else { continue }
            self.init(url: url)
            return
        }
        return nil
    }

    init(url: String) {
        self.url = url
        hash = Array(SHA256.hash(data: Array(url.utf8)))
    }
}

extension Services {
    /// Nil where previews are switched off.
    func cardLink(among links: [String]) -> CardLink? {
        fetchPage == nil ? nil : CardLink(firstOf: links, site: site)
    }
}

extension Change {
    /// The card of a link; what is new or old is looked at after the commit.
    ///
    /// - Parameter isRemote: a status of another server has it: all servers that have the status look at that address, and do
    ///   so at different times within a minute.
    mutating func card(for link: CardLink?, isRemote: Bool = false) throws -> Int64? {
        guard let link else { return nil }
        let known = try CardQueries.card(hash: link.hash, now: now, connection)
        let id = try known?.id ?? CardQueries.insert(url: link.url, hash: link.hash, connection)
        if known?.hidesImage == true, try HiddenFileQueries.show(pictureOfCard: id, connection) {
            try moveFiles()
        }
        if known?.isStale ?? true {
            try enqueue(
                JobDraft(
                    kind: CardJob.kind,
                    payload: #"{"id":"\#(id)"}"#,
                    key: String(id),
                    host: HostGroup.name(of: CardAddress.host(of: link.url)),
                    runAt: isRemote ? now + .seconds(Int64.random(in: 1...60)) : nil
                )
            )
        }
        return id
    }

    /// Counts a listed status for its link, or takes it out again.
    func countCard(of status: Status, by count: Int) throws {
        guard let card = status.cardID else { return }
        let day = status.createdAt.daysSinceEpoch
        if count > 0 {
            try CardQueries.count(card, by: status.accountID, day: day, connection)
        } else {
            try CardQueries.uncount(card, by: status.accountID, day: day, connection)
        }
    }
}

extension Change {
    /// Takes an account off the cards of sites that may not name it as an author any more.
    mutating func dropAuthor(_ account: Int64, unless extras: ProfileExtras) throws {
        for card in try CardQueries.cards(by: account, connection)
        where !extras.isAttributed(by: CardAddress.host(of: card.url)) {
            try CardQueries.dropAuthor(of: card.id, connection)
            record(.cardChanged(id: card.id))
        }
    }
}

enum CardJob {
    static let kind = "fetch-card"
}

extension Timestamp {
    /// Days since 1970, UTC.
    var daysSinceEpoch: Int64 { startOfDay.milliseconds / 86_400_000 }
}
