// /tags, /calls, /explore: what is read, who is shown, and what the forms do.
import Basics
import Domain
import HTTPTypes
import Services
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Web

/// A server whose tag #metoo has the figures of the samples and whose call 100 is the samples' call, made by the first account.
final class MadeUpMovement: Sendable {
    let call: Mutex<Call>
    let answers = Mutex<[Int64: OwnAnswer]>([:])
    let owner = Mutex<Int64>(0)

    init(_ call: Call = MovementSamples.asked()) { self.call = Mutex(call) }

    var asked: Call {
        var found = call.withLock { $0 }
        found.accountID = owner.withLock { $0 }
        return found
    }

    func put(in movement: inout Movement) {
        movement.tagMagnitude = { $0.name == "metoo" ? MovementSamples.magnitude : nil }
        movement.call = { id, _ in
            guard id == 100 else { throw ServiceError.notFound }
            return self.asked
        }
        movement.visibleCalls = { ids, _ in ids.contains(100) ? [100: self.asked] : [:] }
        movement.callMagnitude = { id in
            guard id == 100 else { throw ServiceError.notFound }
            return MovementSamples.figures(of: self.asked)
        }
        movement.calls = { _ in Page(items: [100, 99], newest: 100, oldest: 99, isFull: false) }
        movement.callsOfTag = { $0 == 7 ? [100] : [] }
        movement.trends = { [MovementSamples.trend()] }
        movement.trendCurves = { _ in [7: MovementSamples.curve] }
        movement.voicesOfCall = { _, _ in ([], []) }
        movement.ownAnswer = { _, account in self.answers.withLock { $0[account] } }
        movement.answer = { _, answer, user in
            guard answer < 3 else { throw ServiceError.invalid("There is no such answer") }
            self.answers.withLock { $0[user.accountID] = OwnAnswer(choice: answer, posts: []) }
        }
        movement.withdraw = { _, deletesPosts, user in
            self.answers.withLock { $0[user.accountID] = nil }
            return deletesPosts ? [5] : []
        }
    }
}

@Suite struct MovementRouteTests {
    @Test("posts on a tag's page are by people who chose to be found", arguments: TestEngine.available)
    func voices(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.account("alice")
            let bob = try await stand.account("bob", isDiscoverable: false)
            try await stand.post("seen #garden", by: alice)
            try await stand.post("counted, not shown #garden", by: bob)
            try await stand.post("only bob #quiet", by: bob)
            let page = try await stand.get("/tags/garden")
            #expect(page.complaints == [] && page.body.contains("seen #<") || page.text.contains("seen"))
            #expect(!page.body.contains("counted, not shown"))
            let older = try await stand.get("/tags/garden?max_id=\(Int64.max)")
            #expect(older.text.contains("seen") && !older.body.contains("counted, not shown"))
            let quiet = try await stand.get("/tags/quiet")
            #expect(quiet.text.contains("none of them here is by somebody who chose to be found"))
            #expect(!quiet.body.contains("only bob"))
        }
    }

    @Test(
        "a tag's page has its number, its call and a way out; so have its neighbours",
        arguments: TestEngine.available
    )
    func tag(_ engine: TestEngine) async throws {
        let made = MadeUpMovement()
        try await withPages(engine, movement: { [made] in made.put(in: &$0) }) { stand in
            let alice = try await stand.account("alice")
            made.owner.withLock { $0 = alice.accountID }
            let page = try await stand.get("/tags/metoo")
            #expect(page.status == 200 && page.complaints == [])
            #expect(page.text.contains("36,412 people") && page.text.contains("40,100 people have answered"))
            #expect(page.links("data-leave", "") == ["/leave"])
            #expect(page.headers[.contentSecurityPolicy]?.contains("script-src 'self'; connect-src 'self'") == true)
            let explore = try await stand.get("/explore")
            #expect(explore.status == 200 && explore.complaints == [])
            #expect(explore.text.contains("328 times as many as usual") && explore.body.contains("class=\"spark\""))
            #expect(explore.links("data-leave", "") == ["/leave"])
            let calls = try await stand.get("/calls")
            #expect(calls.status == 200 && calls.complaints == [])
            #expect(calls.body.contains("href=\"/calls/100\"") && !calls.body.contains("/calls/99"))
        }
    }

    @Test("without trends and calls the pages say so", arguments: TestEngine.available)
    func quiet(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let explore = try await stand.get("/explore")
            #expect(explore.status == 200 && explore.complaints == [] && explore.text.contains("A quiet hour"))
            let calls = try await stand.get("/calls")
            #expect(calls.status == 200 && calls.text.contains("Nobody has made a call here yet"))
            for path in ["/calls/1", "/calls/x", "/calls/-1", "/embed/calls/1", "/calls/1/share.png"] {
                #expect(try await stand.get(path).status == 404, "\(path)")
            }
        }
    }

    @Test("a call is answered, changed and taken back with the form of its page", arguments: TestEngine.available)
    func forms(_ engine: TestEngine) async throws {
        let made = MadeUpMovement()
        try await withPages(engine, movement: { [made] in made.put(in: &$0) }) { stand in
            let alice = try await stand.account("alice")
            made.owner.withLock { $0 = alice.accountID }
            let (cookie, proof) = try await stand.session(alice)
            func send(_ what: String, _ fields: String, _ headers: HTTPFields) async throws -> PageReply {
                try await stand.get("/calls/100", method: .post, headers: headers, body: "do=\(what)&\(fields)")
            }
            #expect(try await stand.get("/calls/0100").location == "/calls/100")
            let guest = try await stand.get("/calls/100")
            #expect(guest.status == 200 && guest.complaints == [])
            #expect(guest.links("class", "button").contains("/auth/sign_in?return_to=%2Fcalls%2F100"))
            // Without a session, without its proof, with an answer that is none.
            #expect(try await send("answer", "answer=1", [:]).location == "/auth/sign_in?return_to=%2Fcalls%2F100")
            #expect(try await send("answer", "answer=1&csrf=x", cookie).status == 422)
            #expect(try await send("answer", "answer=9&csrf=\(proof)", cookie).status == 422)
            #expect(made.answers.withLock { $0.isEmpty })

            let answered = try await send("answer", "answer=1&csrf=\(proof)", cookie)
            // Addresses say nothing of an answer; what the next page says comes by a cookie, once.
            #expect(answered.status == 303 && answered.location == "/calls/100#figures")
            var said = cookie
            said[.cookie]? += "; " + (answered.headers[.setCookie]?.prefix { $0 != ";" } ?? "")
            let page = try await stand.get("/calls/100", headers: said)
            #expect(page.headers[.setCookie]?.hasPrefix("chorus_said=; ") == true)
            let once = "You can change your answer or take it back at any time."
            #expect(try await stand.get("/calls/100", headers: cookie).text.contains(once) == false)
            #expect(page.complaints == [] && page.text.contains(once))
            // Within what the address leads to, above the number.
            let places = try ["id=\"figures\"", once, "class=\"magnitude\""].map {
                try #require(page.body.firstRange(of: $0)).lowerBound
            }
            #expect(places == places.sorted())
            #expect(page.text.contains("You have answered “I stand with you”, silently"))
            #expect(page.headers[.cacheControl] == "private, no-store, no-transform")
            #expect(try await stand.get("/calls/100").text.contains("You have answered") == false)

            let back = try await send("withdraw", "delete_posts=true&csrf=\(proof)", cookie)
            #expect(back.location == "/calls/100#figures")
            #expect(made.answers.withLock { $0.isEmpty })
            said[.cookie] = "\(cookie[.cookie] ?? ""); " + (back.headers[.setCookie]?.prefix { $0 != ";" } ?? "")
            let after = try await stand.get("/calls/100", headers: said)
            #expect(after.text.contains("1 post of yours was deleted"))
            // The words of the way back are not said to others.
            let others = try await stand.get("/calls/100", headers: [.cookie: "chorus_said=0.1"])
            #expect(others.text.contains("taken your answer back") == false)
        }
    }

    @Test(
        "who made a call can give it a later end on its page, also when its time is over",
        arguments: TestEngine.available
    )
    func extend(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.account("alice"), try await stand.account("bob"))
            var (author, stranger) = (try await stand.session(alice), try await stand.session(bob))
            let draft = CallDraft(prompt: "Say so", tag: "garden", answers: ["yes", "no"])
            let call = try await stand.services.postCall(draft, by: alice)
            let path = "/calls/\(call.id)"
            func send(_ end: String, _ who: (cookie: HTTPFields, proof: String)) async throws -> PageReply {
                let body = "do=extend&csrf=\(who.proof)&closes_at=\(end)"
                return try await stand.get(path, method: .post, headers: who.cookie, body: body)
            }
            func end() async throws -> String? {
                try await stand.services.call(call.id).closesAt.map { TimeView(milliseconds: $0.milliseconds).iso }
            }
            for others: HTTPFields in [[:], stranger.cookie] {
                #expect(try await stand.get(path, headers: others).body.contains("name=\"closes_at\"") == false)
            }
            for _ in 0..<2 {
                let page = try await stand.get(path, headers: author.cookie)
                #expect(page.complaints == [] && page.text.contains("When your call ends"))
                let choices = HTMLCheck(page.body).tags.filter { $0.name == "option" }
                    .compactMap { $0.attributes["value"] }.filter { $0.hasSuffix("Z") }
                let last = try #require(choices.last)
                #expect(choices.count == 4)
                let sent = try await send(last, author)
                #expect(sent.status == 303 && sent.location == "\(path)#figures")
                #expect(try await end() == last)
                var said = author.cookie
                said[.cookie]? += "; " + (sent.headers[.setCookie]?.prefix { $0 != ";" } ?? "")
                let after = try await stand.get(path, headers: said)
                #expect(after.text.contains("The call is open until 1"), "\(after.text)")
                // A year, and a year more; then its time is over.
                stand.clock.advance(.seconds(3 * 365 * 86_400))
                #expect(try await stand.get(path).text.contains("This call is closed"))
                (author, stranger) = (try await stand.session(alice), try await stand.session(bob))
            }
            // The rules of the API: not by others, not in the past, not once it was closed.
            let before = try await end()
            let later = "2030-01-01T00:00:00Z"
            #expect(try await send(later, stranger).status == 403)
            #expect(try await send("2010-01-01T00:00:00Z", author).status == 422)
            _ = try await send("soon", author)
            #expect(try await end() == before)
            _ = try await stand.services.closeCall(call.id, by: alice.accountID)
            #expect(try await stand.get(path, headers: author.cookie).body.contains("name=\"closes_at\"") == false)
            let refused = try await send(later, author)
            #expect(refused.status == 422 && refused.text.contains("The end of the call was not changed"))
            #expect(try await end() == before)
        }
    }

    @Test("a picture that cannot be drawn is not promised", arguments: TestEngine.available)
    func pictures(_ engine: TestEngine) async throws {
        let made = MadeUpMovement()
        try await withPages(engine, movement: { [made] in made.put(in: &$0) }) { stand in
            #expect(try await stand.get("/tags/metoo").body.contains("og:image") == false)
            let missing = try await stand.get("/tags/metoo/share.png")
            #expect(missing.status == 503 && missing.body.contains("rsvg-convert is not installed"))
            #expect(try await stand.get("/tags/unused/share.png").status == 404)
        }
        guard let rasteriser = Rasteriser.installed() else { return }
        try await withPages(engine, rasteriser: rasteriser, movement: { [made] in made.put(in: &$0) }) { stand in
            let alice = try await stand.account("alice")
            made.owner.withLock { $0 = alice.accountID }
            for path in ["/tags/metoo", "/calls/100"] {
                let page = try await stand.get(path)
                #expect(page.body.contains("content=\"https://chorus.example\(path)/share.png\""), "\(path)")
                let picture = try await stand.get(path + "/share.png")
                #expect(picture.status == 200 && picture.headers[.contentType] == "image/png", "\(path)")
                #expect(picture.headers[.cacheControl] == "public, max-age=0, s-maxage=60, must-revalidate", "\(path)")
            }
        }
    }
}
