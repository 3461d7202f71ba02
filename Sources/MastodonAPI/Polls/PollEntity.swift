// Poll as apps read it: how the votes stand, and the viewer's own.

internal import Basics
internal import Domain
internal import Services

/// Everything needed to write some polls, read beforehand.
struct PollEntities: Sendable {
    let tallies: [Int64: PollTally]
    /// Positions that the viewer voted for, by poll; nil for anonymous requests, whose answers lack these fields.
    let ownVotes: [Int64: [Int64]]?
    let viewerID: Int64?
    let now: Timestamp
    let site: Site

    func write(_ poll: Poll, of status: CachedStatus, to json: inout JSONWriter) {
        let tally = tallies[poll.id] ?? PollTally(votes: poll.options.map { _ in 0 }, voters: 0)
        let isExpired = poll.isExpired(at: now)
        json.beginObject()
        json.field("id", id: poll.id)
        json.field("expires_at", poll.expiresAt)
        json.field("expired", isExpired)
        json.field("multiple", poll.isMultiple)
        json.field("votes_count", tally.total)
        json.key("voters_count")
        // As Mastodon: where everybody has one vote, votes and voters are the same, and given all the same.
        json.int(tally.voters)
        if let ownVotes {
            let own = ownVotes[poll.id] ?? []
            json.field("voted", !own.isEmpty || poll.accountID == viewerID)
            json.array("own_votes") { json in own.forEach { json.int($0) } }
        }
        let votes = tally.shown(of: poll, at: now)
        json.array("options") { json in
            for (title, count) in zip(poll.options, votes) {
                json.beginObject()
                json.field("title", title)
                json.key("votes_count")
                if let count { json.int(count) } else { json.null() }
                json.endObject()
            }
        }
        CustomEmojiEntity.writeField(of: poll.options, in: status, site, to: &json)
        json.endObject()
    }
}

extension APIRequest {
    /// Reads what shows these polls to the viewer.
    func polls(_ polls: [Poll]) async throws -> PollEntities {
        guard !polls.isEmpty else {
            return PollEntities(tallies: [:], ownVotes: nil, viewerID: viewerID, now: services.clock.now(), site: site)
        }
        var ownVotes: [Int64: [Int64]]?
        if let viewerID { ownVotes = try await services.polls.votes(of: viewerID, in: polls.map(\.id)) }
        return PollEntities(
            tallies: try await services.polls.tallies(polls),
            ownVotes: ownVotes,
            viewerID: viewerID,
            now: services.clock.now(),
            site: site
        )
    }
}
