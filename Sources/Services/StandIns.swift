// Stand-ins for the services of tags, trends and calls until these are there: one made-up movement, #metoo.

internal import Basics
internal import Database
public import Domain
public import Storage

/// What an account has answered to a call.
public struct OwnAnswer: Sendable, Equatable {
    public var choice: Int?
    public var isSilent: Bool
    public var posts: [Int64]

    public init(choice: Int?, isSilent: Bool, posts: [Int64]) {
        self.choice = choice
        self.isSilent = isSilent
        self.posts = posts
    }
}

private let callID: Int64 = 100
private let tag = TagReference(id: 1, name: "metoo", display: "MeToo")

extension Services {
    private var began: Timestamp { clock.now() - .seconds(61_000) }

    private func hasMovement() async throws -> Bool {
        guard let name = TagName("metoo") else { return false }
        return try await tagTimeline(name, PageRequest(limit: 1)).items.isEmpty == false
    }

    private func curve() -> Curve {
        var (people, posts, total): ([Int64], [Int64], Double) = ([], [], 0)
        for step in 0..<204 {
            let x = Double(step)
            let rise = x < 70 ? x * 5 : max(60, 350 - (x - 70) * 3)
            total += rise
            people.append(Int64(total))
            posts.append(Int64(rise * 1.3))
        }
        return Curve(resolution: 300, start: began, people: people, posts: posts)
    }

    private func demoCall(_ account: Int64) -> Call {
        Call(
            id: callID,
            accountID: account,
            pollID: 1,
            tag: tag,
            prompt:
                "If everyone it happened to wrote “me too” as a reply, people might get a sense of how large this is.",
            isSensitive: true,
            answers: ["Me too", "I stand with you", "It happened to a friend of mine, and I was there"],
            suggestedBy: "A friend, who would rather not be named",
            resources: [
                CallResource(country: "US", language: "en", name: "A help line", phone: "+1 800 555 0100"),
                CallResource(name: "A directory", url: "https://help.example/"),
            ],
            createdAt: began
        )
    }

    public func tagMagnitude(_ name: TagName) async throws -> TagMagnitude? {
        guard name.name == "metoo" else { return nil }
        var found = TagMagnitude(tag: tag, at: clock.now())
        let ticks = clock.now().seconds % 100_000
        (found.people, found.posts, found.replies, found.reblogs) = (36_412 + ticks, 41_003 + ticks, 11_200, 64_000)
        found.since = began
        found.rates = Rates(tenSeconds: 4.2, minute: 4.0, hour: 3.8)
        found.peak = Peak(perSecond: 9.1, at: began + .seconds(21_000))
        (found.peopleHere, found.peopleElsewhere, found.servers) = (36_000, 412, 12)
        found.languages = [("en", 30_000), ("es", 5000), ("ar", 800), (nil, 12)]
        found.curve = curve()
        found.spans = [
            TrendSpan(from: began + .seconds(3600), to: began + .seconds(20_000), shelf: .breaking),
            TrendSpan(from: began + .seconds(40_000), to: nil, shelf: .sustained),
        ]
        found.related.samplePosts = 2000
        found.related.together = [.init(name: "yesallwomen", display: "YesAllWomen", count: 120)]
        found.related.before = [.init(name: "womenboycotttwitter", display: "WomenBoycottTwitter", count: 80)]
        found.trend = try await trends().first
        return found
    }

    public func callMagnitude(_ id: Int64) async throws -> CallMagnitude {
        var found = CallMagnitude(call: try await call(id, for: nil), at: clock.now())
        (found.spoke, found.silent) = (36_000, 4100)
        found.parts = [
            .init(answer: found.call.answers[0], people: 30_000, spoke: 27_000, silent: 3000),
            .init(answer: found.call.answers[1], people: 7990, spoke: 6900, silent: 1090),
            .init(answer: found.call.answers[2], people: nil, spoke: nil, silent: nil),
        ]
        found.unspecified = nil
        (found.replies, found.reblogs, found.favourites) = (36_400, 64_000, 9000)
        found.rates = Rates(tenSeconds: 4.2, minute: 4.0, hour: 3.8)
        found.peak = Peak(perSecond: 9.1, at: began + .seconds(21_000))
        found.curve = curve()
        found.curve?.posts = []
        return found
    }

    public func trends() async throws -> [Trend] {
        guard try await hasMovement() else { return [] }
        return [
            Trend(
                tag: tag,
                shelf: .breaking,
                isListed: true,
                since: began,
                people: 4100,
                score: 91,
                window: 3600,
                rates: Rates(tenSeconds: 4.2, minute: 4, hour: 3.8),
                usual: 12.5,
                timesUsual: 328,
                servers: 12,
                explanation: "4,100 people in an hour, 328 times its usual, since 20:21 UTC, from 12 servers."
            )
        ]
    }

    public func trendCurves(_ tags: [Int64]) async throws -> [Int64: Curve] { [1: curve()] }

    public func calls(_ request: PageRequest) async throws -> Page<Int64> {
        let found = (try? await call(callID, for: nil)) != nil && request.below > callID && request.above < callID
        return Page(items: found ? [callID] : [], newest: nil, oldest: nil, isFull: false)
    }

    public func calls(ofTag id: Int64) async throws -> [Int64] {
        id == 1 ? try await calls(PageRequest(limit: 1)).items : []
    }

    public func call(_ id: Int64, for viewer: Int64?) async throws -> Call {
        guard id == callID, let account = try await accounts.id(username: "alice", domain: ""),
            try await hasMovement()
        else { throw ServiceError.notFound }
        return demoCall(account)
    }

    public func voices(ofTag id: Int64, limit: Int) async throws -> (newest: [Int64], supported: [Int64]) {
        let ids = try await timelines.tag(id, PageRequest(limit: 200)).items
        let kept = try await statuses.statuses(ids)
        let people = try await accounts.accounts(Array(Set(kept.values.map(\.status.accountID))))
        let newest = ids.filter { id in
            kept[id].flatMap { people[$0.status.accountID]?.account.isDiscoverable } ?? false
        }
        func support(_ id: Int64) -> Int64 { kept[id].map { $0.counters.favourites + $0.counters.reblogs } ?? 0 }
        let supported = newest.filter { support($0) > 0 }.sorted { support($0) > support($1) }
        return (Array(newest.prefix(limit)), Array(supported.prefix(limit)))
    }

    public func voices(ofCall id: Int64, limit: Int) async throws -> (newest: [Int64], supported: [Int64]) {
        try await voices(ofTag: 1, limit: limit)
    }

    public func ownAnswer(_ call: Int64, by account: Int64) async throws -> OwnAnswer? { nil }

    public func answerCall(_ id: Int64, with answer: Int, by user: User) async throws {}

    public func withdrawAnswer(to id: Int64, deletingPosts: Bool, by user: User) async throws -> [Int64] { [] }
}
