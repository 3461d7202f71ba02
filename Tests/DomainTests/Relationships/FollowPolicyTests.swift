// The rules of following, as a table.
import Basics
import Domain
import Testing

@Suite("Follow policy")
struct FollowPolicyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var standing: Standing = []
        var target: @Sendable (inout Account) -> Void = { _ in }
        var follower: @Sendable (inout Account) -> Void = { _ in }
        var decision: FollowPolicy.Decision
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "an open account is followed at once", decision: .follow),
        Case(name: "a muted account can be followed", standing: .mutes, decision: .follow),
        Case(name: "a followed account stays so", standing: .follows, decision: .follow),
        Case(name: "a locked account is asked", target: { $0.isLocked = true }, decision: .request),
        Case(name: "an account of another server is asked", target: { $0.domain = "a.example" }, decision: .request),
        Case(
            name: "a limited follower has to ask",
            follower: { $0.silencedAt = Timestamp(milliseconds: 1) },
            decision: .request
        ),
        Case(name: "oneself cannot be followed", standing: .isSelf, decision: .forbidden),
        Case(name: "a blocked account cannot be followed", standing: .blocks, decision: .forbidden),
        Case(name: "one who blocks cannot be followed", standing: [.isBlocked, .follows], decision: .forbidden),
        Case(
            name: "one who blocks and is locked cannot be followed",
            standing: .isBlocked,
            target: { $0.isLocked = true },
            decision: .forbidden
        ),
        Case(
            name: "a suspended account is not there",
            standing: .blocks,
            target: { $0.suspendedAt = Timestamp(milliseconds: 1) },
            decision: .notFound
        ),
    ]

    @Test("what becomes of the wish to follow", arguments: cases)
    func decision(_ row: Case) {
        var follower = Account(id: 1, username: "alice", createdAt: Timestamp(milliseconds: 0))
        var target = Account(id: 2, username: "bob", createdAt: Timestamp(milliseconds: 0))
        row.follower(&follower)
        row.target(&target)
        #expect(FollowPolicy.decide(follower: follower, target: target, standing: row.standing) == row.decision)
    }

    @Test(
        "who has many followers may follow a tenth more than they are",
        arguments: [(0, 7500), (6818, 7500), (6819, 7501), (10_000, 11_000)]
    )
    func limit(_ followers: Int64, _ limit: Int64) {
        #expect(FollowPolicy.limit(followers: followers, base: 7500) == limit)
    }

    @Test("wishes that are not given keep what was")
    func wishes() {
        let old = FollowOptions(showReblogs: false, notify: true, languages: ["de"])
        #expect(FollowWishes().applied(to: old) == old)
        #expect(FollowWishes().applied() == FollowOptions())
        #expect(FollowWishes(languages: []).applied(to: old).languages == nil)
        #expect(FollowWishes(showReblogs: true).applied(to: old).showReblogs)
    }
}
