// The job that looks at an address and keeps what it says of itself.

internal import Basics
internal import Database
internal import Domain
public import Jobs
internal import Storage

extension Services {
    /// Adds what looks at links.
    public func handleCards(_ handlers: inout JobHandlers) {
        // Strangers choose these hosts, and a slow one may take its time: many at once, few of one site.
        let limits = JobLimits(atOnce: 24, ofOneHost: 2)
        handlers.handle(CardJob.kind, attempts: 5, timeout: .seconds(120), limits: limits) { [self] job in
            guard let id = (try? JSONValue.parse(Array(job.payload.utf8)))?["id"]?.string.flatMap({ Int64($0) }) else {
                throw JobRefused("no id of a card")
            }
            try await fetchCard(id)
        }
    }

    /// Looks at the address of a card unless that was done lately. Where nothing is found, what was known stays.
    public func fetchCard(_ id: Int64) async throws {
        guard let fetchPage, let card = try await database.read({ try CardQueries.cards([id], $0) }).first,
            card.isStale(at: clock.now())
        else { return }
        guard let (found, author) = try await content(of: card.url, fetchPage), !found.title.isEmpty else {
            return try await change { try CardQueries.setFetched(id, at: $0.now, $0.connection) }
        }
        let isKnown = card.image != nil && found.imageURL == card.content.imageURL
        let fresh = isKnown ? nil : try await cardImage(at: found.imageURL, fetchPage)
        // Where another cannot be had, the one before is better than none.
        let image = fresh ?? (found.imageURL == nil ? nil : card.image)
        let isSame = image == card.image
        do {
            try await change { change in
                try CardQueries.save(found, by: author, of: id, at: change.now, change.connection)
                if !isSame {
                    try CardQueries.setImage(image, of: id, at: change.now, change.connection)
                    try MediaRemovalQueries.note([card.image?.path].compactMap { $0 }, change.connection)
                }
                guard found != card.content || image != card.image || author != card.authorID else { return }
                change.record(.cardChanged(id: id))
                // Those who have just read it see it arrive; all others see it when they load it.
                for status in try CardQueries.statuses(with: id, limit: 40, change.connection) {
                    change.record(.statusChanged(id: status))
                }
            }
        } catch {
            if let fresh { await discard(paths: [fresh.path]) }
            throw error
        }
        if !isSame, card.image != nil { try await removeFiles() }
    }

    private func content(
        of url: String,
        _ fetchPage: PageFetch
    ) async throws -> (content: CardContent, author: Int64?)? {
        do {
            let page = try await fetchPage(url, ["text/html", "application/xhtml+xml"], 1 << 20)
            let bytes = Charset.utf8(page.body, contentType: page.contentType)
            var (content, oEmbed, creator) = CardContent.read(html: bytes, from: page.url)
            // A second look only where the page itself says too little.
            if let oEmbed, content.title.isEmpty || content.authorName.isEmpty,
                let answer = try? await fetchPage(oEmbed, ["application/json", "text/json"], 1 << 16),
                let json = try? JSONValue.parse(answer.body)
            {
                content.fill(oEmbed: json)
            }
            if content.providerName.isEmpty { content.providerName = CardAddress.host(of: url) }
            return (content, try await author(creator, of: CardAddress.host(of: page.url)))
        } catch is FetchRefusal {
            return nil
        }
    }
    /// The account that a page names as its author, if it is known here and has named the page's site as one that may.
    private func author(_ address: AcctAddress?, of host: String) async throws -> Int64? {
        guard let address else { return nil }
        let domain = address.domain.map { site.isOwn($0) ? "" : $0 } ?? ""
        guard let id = try await accounts.id(username: address.username, domain: domain) else { return nil }
        let extras = try await database.read { try ProfileQueries.extras(of: id, $0) }
        return extras.isAttributed(by: host) ? id : nil
    }
}
