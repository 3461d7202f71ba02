// The ledger: a person is one person, and what is taken back is not counted.
import Testing

@testable import Replay

@Suite("The ledger")
struct LedgerTests {
    private var ledger = Ledger()

    init() { ledger.posted(0, id: 100, by: Ledger.caller, to: nil, tags: .movement) }

    private func exact(_ subject: String, _ metric: Figure.Metric, _ ledger: Ledger) -> Int? {
        guard let range = ledger.figures(hasCall: true)[Figure(subject, metric)], range.count == 1 else { return nil }
        return range.lowerBound
    }

    private func tag(_ metric: Figure.Metric, _ ledger: Ledger) -> Int? { exact("#MeToo", metric, ledger) }

    private func call(_ metric: Figure.Metric, _ ledger: Ledger) -> Int? { exact(Figure.call, metric, ledger) }

    @Test("counts a person once, however often they post and in whatever ways they answer")
    func oncePerPerson() {
        var ledger = ledger
        ledger.posted(1, id: 101, by: 7, to: 0, tags: .movement)
        ledger.posted(2, id: 102, by: 7, to: nil, tags: .movement)
        ledger.answeredQuietly(7)
        ledger.answeredQuietly(8)
        #expect([call(.people, ledger), call(.spoke, ledger), call(.silent, ledger)] == [2, 1, 2])
        // The caller's own post has the tag; it is no answer.
        #expect([tag(.people, ledger), tag(.posts, ledger), tag(.replies, ledger)] == [2, 3, 1])
    }

    @Test("counts a reply without the tag for the call only")
    func withoutTag() {
        var ledger = ledger
        ledger.posted(1, id: 101, by: 7, to: 0, tags: [])
        ledger.posted(2, id: 102, by: 8, to: 1, tags: [])
        #expect(call(.spoke, ledger) == 1)
        #expect(tag(.people, ledger) == 1)
        #expect(exact(Figure.post, .replies, ledger) == 1)
    }

    @Test("turns somebody who deletes their only post into one who was counted silently, or into nobody")
    func deleted() {
        var ledger = ledger
        ledger.posted(1, id: 101, by: 7, to: 0, tags: .movement)
        ledger.posted(2, id: 102, by: 8, to: 0, tags: .movement)
        ledger.answeredQuietly(7)
        ledger.deleted(1)
        ledger.deleted(2)
        #expect([call(.people, ledger), call(.spoke, ledger), call(.silent, ledger)] == [1, 0, 1])
        #expect(tag(.posts, ledger) == 1)
    }

    @Test("loses the reblogs of a deleted post, and counts a second reblog by the same person once")
    func reblogs() {
        var ledger = ledger
        ledger.posted(1, id: 101, by: 7, to: nil, tags: .movement)
        ledger.reblogged(1, by: 8)
        ledger.reblogged(1, by: 8)
        ledger.reblogged(1, by: 9)
        ledger.reblogged(0, by: 9)
        #expect(tag(.reblogs, ledger) == 3)
        ledger.deleted(1)
        #expect(tag(.reblogs, ledger) == 1)
    }

    @Test("keeps the posts of somebody who withdraws, but not the person in the call")
    func withdrawn() {
        var ledger = ledger
        ledger.posted(1, id: 101, by: 7, to: 0, tags: .movement)
        ledger.withdrew(7, deletedPosts: [])
        #expect(call(.people, ledger) == 0)
        #expect(tag(.people, ledger) == 2)
        ledger.withdrew(7, deletedPosts: [101])
        #expect(tag(.people, ledger) == 1)
        #expect(ledger.standing(1) == .gone)
    }

    @Test("takes the tags of an edited post away, where the edit drops them")
    func edited() {
        var ledger = ledger
        ledger.posted(1, id: 101, by: 7, to: 0, tags: .movement)
        ledger.posted(2, id: 102, by: 8, to: nil, tags: .movement)
        ledger.edited(1, dropsTags: true)
        ledger.edited(2, dropsTags: true)
        #expect(tag(.posts, ledger) == 1)
        // A reply answers the call with or without its tag.
        #expect(call(.spoke, ledger) == 1)
    }

    @Test("is without those who were suspended")
    func suspended() {
        var ledger = ledger
        ledger.posted(1, id: 101, by: 7, to: nil, tags: [.movement, .attack])
        ledger.posted(2, id: 102, by: 8, to: nil, tags: .movement)
        ledger.wasSuspended(7)
        #expect(tag(.people, ledger) == 2)
        #expect(exact("#BuyFollowersNow", .people, ledger) == 0)
        #expect(call(.people, ledger) == 1)
    }

    @Test("widens the figures that an uncertain request may have changed")
    func uncertain() {
        var ledger = ledger
        ledger.posted(1, id: 101, by: 7, to: 0, tags: .movement)
        ledger.isUncertain(Uncertain(what: "a post", effect: .adds, tags: .movement))
        let figures = ledger.figures(hasCall: true)
        #expect(figures[Figure("#MeToo", .posts)] == 2...3)
        #expect(figures[Figure(Figure.call, .people)] == 1...2)
        #expect(figures[Figure(Figure.post, .replies)] == 1...1)
    }

    @Test("knows which posts can be referred to")
    func standing() {
        var ledger = ledger
        ledger.lost(2)
        #expect(ledger.standing(0) == .there(id: 100))
        #expect(ledger.standing(1) == .waiting)
        #expect(ledger.standing(2) == .gone)
        #expect(ledger.standing(9) == .waiting)
    }
}
