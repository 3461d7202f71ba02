// Polls, calls and cards of the statuses on a page, read beforehand.

internal import Basics
internal import Domain
internal import Services

struct StatusParts: Sendable {
    /// By poll.
    var tallies: [Int64: PollTally] = [:]
    /// By card.
    var cards: [Int64: CachedCard] = [:]
    /// Positions that the reader has voted for, by poll.
    var votes: [Int64: [Int64]] = [:]
    /// By status.
    var calls: [Int64: CallMagnitude] = [:]
    var moment: Timestamp
    var now: TimeView { TimeView(milliseconds: moment.milliseconds) }

    /// Nil for a call: its figures are those of `call(of:)`.
    func poll(of cached: CachedStatus, for viewer: Int64?) -> PollView? {
        guard let poll = cached.poll, !poll.isOfCall else { return nil }
        let tally = tallies[poll.id] ?? PollTally(votes: poll.options.map { _ in 0 }, voters: 0)
        let own = votes[poll.id] ?? []
        // How many have answered a call of another server is said there, and comes here with its steps.
        let isUnknown = poll.isOfCallElsewhere && tally.total == 0
        let shown = isUnknown ? poll.options.map { _ in nil } : tally.shown(of: poll, at: moment)
        var view = PollView(
            options: zip(poll.options, shown).enumerated().map { index, option in
                PollView.Option(
                    title: option.0,
                    votes: option.1.map { Int(clamping: $0) },
                    isOwn: own.contains(Int64(index))
                )
            },
            voters: isUnknown ? nil : Int(clamping: tally.voters),
            isMultiple: poll.isMultiple,
            endsAt: poll.expiresAt.map { TimeView(milliseconds: $0.milliseconds) },
            isClosed: poll.isExpired(at: moment)
        )
        if let viewer, own.isEmpty, poll.accountID != viewer, !view.isClosed { view.votedAt = poll.statusID }
        return view
    }

    func call(of cached: CachedStatus) -> CallFigures? {
        guard let magnitude = calls[cached.status.id] else { return nil }
        return CallFigures(
            url: "/calls/\(cached.status.id)",
            people: magnitude.people,
            isSpokenOnly: magnitude.isSpokenOnly,
            answers: magnitude.parts.map { ($0.answer, $0.people) },
            isWhole: magnitude.figures.silent?.breakdown != nil,
            isClosed: magnitude.call.isClosed(at: moment)
        )
    }

    func card(of cached: CachedStatus, _ site: Site) -> CardView? {
        guard let card = cached.status.cardID.flatMap({ cards[$0] })?.card, card.isShown else { return nil }
        let content = card.content
        let provider =
            content.providerName.allSatisfy(\.isWhitespace) ? CardAddress.host(of: card.url) : content.providerName
        return CardView(
            url: card.url,
            title: content.title,
            description: content.description,
            provider: provider,
            author: content.authorName,
            imageURL: card.image.map { site.pageURL(ofFile: $0.path) },
            imageDescription: content.imageDescription,
            width: card.image?.size.width,
            height: card.image?.size.height
        )
    }
}

extension Services {
    /// Calls on one page that show their figures; each may cost some reads, where nobody looked at it for a second.
    private static let mostCalls = 20

    func statusParts(of statuses: [CachedStatus], for viewer: Int64?) async throws -> StatusParts {
        var parts = StatusParts(moment: clock.now())
        let asked = statuses.compactMap(\.poll).filter { !$0.isOfCall }.map(\.id)
        if let viewer, !asked.isEmpty { parts.votes = try await polls.votes(of: viewer, in: asked) }
        parts.tallies = try await polls.tallies(statuses.compactMap(\.poll).filter { !$0.isOfCall })
        parts.cards = try await cards.cards(statuses.compactMap(\.status.cardID))
        let calls = statuses.filter { $0.poll?.isOfCall == true }.map(\.status.id).sorted(by: >)
        for id in calls.prefix(Self.mostCalls) {
            do {
                parts.calls[id] = try await callMagnitude(id)
            } catch ServiceError.notFound {
                // It was deleted at this moment, and its status with it.
                continue
            }
        }
        return parts
    }
}
