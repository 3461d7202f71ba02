// Rate limits with a fixed clock.

import Basics
import Domain
import HTTPTypes
import Hummingbird
import NIOCore
import Testing

@testable import MastodonAPI
@testable import Services

@Suite struct RateLimiterTests {
    /// 2017-10-15T20:21:00Z, a minute into its window of five.
    let start = Timestamp(seconds: 1_508_098_860)

    @Test("the limit is allowed, one more is not, and the next window starts anew")
    func window() throws {
        var limits = RateLimits()
        limits[.user] = RateLimit(3, seconds: 300)
        let limiter = RateLimiter(limits: limits)
        for remaining in [2, 1, 0] {
            let verdict = try #require(limiter.check(.user, .account(1), now: start))
            #expect(verdict.isAllowed)
            #expect(verdict.remaining == remaining)
            #expect(verdict.headerValues == ("3", String(remaining), "2017-10-15T20:25:00.000000Z"))
        }
        let refused = try #require(limiter.check(.user, .account(1), now: start + .seconds(239)))
        #expect(!refused.isAllowed)
        #expect(refused.remaining == 0)
        #expect(refused.reset == start + .seconds(240))
        let anew = try #require(limiter.check(.user, .account(1), now: start + .seconds(240)))
        #expect(anew.isAllowed)
        #expect(anew.remaining == 2)
        #expect(anew.reset == start + .seconds(540))
    }

    @Test("families and keys are counted apart, a look counts nothing")
    func apart() throws {
        var limits = RateLimits()
        for family in RateFamily.allCases { limits[family] = RateLimit(1, seconds: 60) }
        let limiter = RateLimiter(limits: limits)
        let address = RateKey.address(try #require(ClientAddress("192.0.2.1")))
        for key in [RateKey.account(1), .account(2), .token(1), address] {
            for family in RateFamily.allCases {
                #expect(limiter.check(family, key, now: start, cost: 0)?.remaining == 1)
                #expect(limiter.check(family, key, now: start)?.isAllowed == true)
                #expect(limiter.check(family, key, now: start)?.isAllowed == false)
            }
        }
    }

    @Test("limits can be off, and zero allows nothing")
    func off() {
        let limiter = RateLimiter(limits: .off)
        #expect(RateFamily.allCases.allSatisfy { limiter.check($0, .account(1), now: start) == nil })
        var closed = RateLimits.off
        closed[.signUp] = RateLimit(0, seconds: 60)
        #expect(RateLimiter(limits: closed).check(.signUp, .account(1), now: start)?.isAllowed == false)
    }

    @Test("memory is bounded, and one family cannot wipe out another")
    func bounded() {
        let limiter = RateLimiter(capacity: 64)
        _ = limiter.check(.user, .account(-1), now: start)
        for key in 0..<10_000 as Range<Int64> { _ = limiter.check(.anonymous, .account(key), now: start) }
        #expect(limiter.check(.user, .account(-1), now: start, cost: 0)?.remaining == 1499)
        #expect(limiter.check(.anonymous, .account(0), now: start, cost: 0)?.remaining == 300)
        #expect(limiter.check(.anonymous, .account(9_999), now: start, cost: 0)?.remaining == 299)
    }

    @Test("the tighter verdict is a refusal, else the one that leaves fewer")
    func tighter() {
        let few = RateVerdict(limit: 300, remaining: 2, reset: start, isAllowed: true)
        let many = RateVerdict(limit: 1500, remaining: 900, reset: start, isAllowed: true)
        let refused = RateVerdict(limit: 5, remaining: 0, reset: start, isAllowed: false)
        var longer = refused
        longer.reset = start + .seconds(1)
        #expect(RateVerdict.tighter(few, many) == few)
        #expect(RateVerdict.tighter(many, few) == few)
        #expect(RateVerdict.tighter(refused, few) == refused)
        #expect(RateVerdict.tighter(many, refused) == refused)
        #expect(RateVerdict.tighter(refused, longer) == longer)
        #expect(RateVerdict.tighter(nil, many) == many)
        #expect(RateVerdict.tighter(few, nil) == few)
        #expect(RateVerdict.tighter(nil, nil) == nil)
    }

    @Test("tokens of apps alone count for the address that uses them, however many there are")
    func tokensOfApps() throws {
        var limits = RateLimits()
        (limits[.anonymous], limits[.paging]) = (RateLimit(3, seconds: 300), RateLimit(2, seconds: 300))
        let limiter = RateLimiter(limits: limits)
        let route = try #require(API.routes().routes.first { "\($0.path)" == "/api/v1/timelines/public" })
        func remaining(_ token: Int64, _ address: String, _ path: String = "", user: User? = nil) throws -> Int? {
            let head = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/api/v1/timelines/public\(path)")
            let grant = Grant(
                tokenID: token,
                tokenHash: [],
                appID: token,
                scopes: .readStatuses,
                user: user,
                isSuspended: false
            )
            let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
            return limiter.verdict(route, request, grant, address: ClientAddress(address), now: start)?.remaining
        }
        #expect(try (1...4).map { try remaining($0, "192.0.2.1") } == [2, 1, 0, 0])
        #expect(try remaining(9, "192.0.2.2") == 2)
        #expect(try (1...2).map { try remaining($0, "192.0.2.3", "?max_id=5") } == [1, 0])
        // Behind the token of a person there is an account.
        let alice = User(accountID: 1, email: "alice@mail.example", confirmedAt: start, createdAt: start)
        #expect(try remaining(7, "192.0.2.1", user: alice) == 299)
    }

    @Test("IPv6 addresses of one /64 count as one, IPv4 addresses each")
    func addresses() {
        #expect(ClientAddress("2001:db8:1:2::1") == ClientAddress("2001:DB8:1:2:ffff::"))
        #expect(ClientAddress("[2001:db8:1:2::1]") == ClientAddress("2001:db8:1:2::9%eth0"))
        #expect(ClientAddress("2001:db8:1:2::1") != ClientAddress("2001:db8:1:3::1"))
        #expect(ClientAddress("192.0.2.1") != ClientAddress("192.0.2.2"))
        #expect(ClientAddress("192.0.2.1") == ClientAddress("::ffff:192.0.2.1"))
        #expect(ClientAddress("::1") != ClientAddress("0.0.0.0"))
        for text in ["", "localhost", "192.0.2", "192.0.2.256", "1:2", "unix:/tmp/x", "192.0.2.1:80", "\0"] {
            #expect(ClientAddress(text) == nil)
        }
    }
}
