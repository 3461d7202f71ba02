// What is told to those who listen, from the act of one person to the bytes for another.
import Basics
import Database
import Domain
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import Storage
import Streaming
import TestSupport
import Testing

@testable import MastodonAPI
@testable import Services

/// One open stream of a test.
private struct Ear: Sendable {
    let subscriber: StreamSubscriber<ByteBuffer>
    let ticket: StreamHub<ByteBuffer>.Ticket
    let streams: Streams
    let grant: Grant

    init(
        _ person: Person,
        _ streams: Streams,
        _ names: (String, tag: String?)...,
        scopes: String = "read",
        form: StreamSubscriber<ByteBuffer>.Form = .multiplexed
    ) async throws {
        let token = try await streams.services.createToken(username: person.name, scopes: scopes).token
        grant = try #require(try await streams.services.grants.grant(token: token))
        subscriber = StreamSubscriber(
            form: form,
            accountID: person.id,
            tokenHash: grant.tokenHash,
            capacity: 100,
            wake: {}
        )
        self.streams = streams
        ticket = try await streams.open(subscriber, address: nil)
        for (name, tag) in names { try streams.subscribe(ticket, try StreamName(name, tag: tag), grant) }
    }

    /// The next message, waited for; the reason where the stream has ended.
    func next() async throws -> String {
        for _ in 0..<2000 {
            switch subscriber.next() {
            case .piece(let piece): return String(buffer: piece)
            case .end(let end): return "\(end)"
            case .nothing: try await Task.sleep(for: .milliseconds(5))
            }
        }
        return "nothing"
    }

    func message() async throws -> JSONValue { try JSONValue.parse(Array(try await next().utf8)) }
}

@Suite("Streams")
struct StreamTests {
    private func withStreams(
        _ engine: TestEngine,
        _ body: @escaping @Sendable (TestServer, Streams) async throws -> Void
    ) async throws {
        try await withServer(engine) { server in
            let streams = Streams(services: server.services, limits: StreamLimits(), logger: Logger(label: "tests"))
            try await body(server, streams)
        }
    }

    @Test("a home stream brings statuses as their reader sees them", arguments: TestEngine.available)
    func home(_ engine: TestEngine) async throws {
        try await withStreams(engine) { server, streams in
            try await server.follow(server.alice, by: server.bob)
            let ear = try await Ear(server.bob, streams, ("user", nil))
            let id = try await server.post("Hello #MeToo", by: server.alice)
            let told = try await ear.message()
            #expect(told.keys == ["stream", "event", "payload"])
            #expect(told["stream"] == .array([.string("user")]) && told["event"]?.string == "update")
            let seen = try await server.get("/api/v1/statuses/\(id)", as: server.bob)
            #expect(told["payload"]?.string == seen.text)
            try await server.act("reblog", id, by: server.charlie)
            _ = try await server.send(.put, "/api/v1/statuses/\(id)", as: server.alice, ["status": "Hello again"])
            let edited = try await ear.message()
            #expect(edited["event"]?.string == "status.update")
            #expect(edited["payload"]?.string == (try await server.get("/api/v1/statuses/\(id)", as: server.bob)).text)
            _ = try await server.send(.delete, "/api/v1/statuses/\(id)", as: server.alice)
            #expect(try await ear.next() == #"{"stream":["user"],"event":"delete","payload":"\#(id)"}"#)
        }
    }

    @Test("public and tag streams share one text without a viewer", arguments: TestEngine.available)
    func open(_ engine: TestEngine) async throws {
        try await withStreams(engine) { server, streams in
            let ear = try await Ear(server.bob, streams, ("public", nil), ("hashtag", "METOO"))
            let events = try await Ear(server.charlie, streams, ("public:local", nil), form: .single)
            let id = try await server.post("Hello #MeToo", by: server.alice)
            let stranger = try await server.get("/api/v1/statuses/\(id)").text
            var told: [JSONValue] = []
            for _ in 0..<2 { told.append(try await ear.message()) }
            #expect(told.map { $0["payload"]?.string } == [stranger, stranger])
            #expect(Set(told.map { $0["stream"].map { "\($0)" } ?? "" }).count == 2)
            #expect(try await events.next() == "event: update\ndata: \(stranger)\n\n")
            _ = try await server.send(.delete, "/api/v1/statuses/\(id)", as: server.alice)
            #expect(try await events.next() == "event: delete\ndata: \(id)\n\n")
            for _ in 0..<2 { #expect(try await ear.message()["payload"]?.string == id) }
        }
    }

    @Test("a notification comes in the shape of the list", arguments: TestEngine.available)
    func notifications(_ engine: TestEngine) async throws {
        try await withStreams(engine) { server, streams in
            let id = try await server.post("Hello", by: server.alice)
            let ear = try await Ear(server.alice, streams, ("user:notification", nil))
            let narrow = try await Ear(server.alice, streams, ("user", nil), scopes: "read:statuses")
            try await server.act("favourite", id, by: server.bob)
            let list = try await server.get("/api/v1/notifications", as: server.alice)
            let told = try await ear.message()
            #expect(told["event"]?.string == "notification")
            #expect("[\(told["payload"]?.string ?? "")]" == list.text)
            _ = try await server.services.blockAccount(server.bob.id, by: server.alice.id)
            let other = try await server.post("Other", by: server.alice)
            #expect(try await narrow.message()["payload"]?.string?.contains(other) == true)
            #expect(throws: StreamError.outsideScopes) {
                try streams.subscribe(narrow.ticket, try StreamName("user:notification", tag: nil), narrow.grant)
            }
        }
    }

    @Test("lists, followed tags, conversations and filters are told of too", arguments: TestEngine.available)
    func choices(_ engine: TestEngine) async throws {
        try await withStreams(engine) { server, streams in
            let (alice, bob) = (server.alice, server.bob)
            try await server.follow(alice, by: bob)
            let list = try await server.send(.post, "/api/v1/lists", as: bob, ["title": "Near"]).id()
            let number = try #require(Int64(list))
            _ = try await server.send(
                .post,
                "/api/v1/lists/\(list)/accounts",
                as: bob,
                ["account_ids[]": "\(alice.id)"]
            )
            let ear = try await Ear(bob, streams)
            try await streams.subscribe(ear.ticket, asking: try StreamName("list", list: list), ear.grant)
            let other = try await Ear(server.charlie, streams)
            await #expect(throws: StreamError.notYourList) {
                try await streams.subscribe(other.ticket, asking: try StreamName("list", list: list), other.grant)
            }
            let id = try await server.post("Hello", by: alice)
            let told = try await ear.message()
            #expect(told["stream"] == .array([.string("list"), .string(list)]))
            #expect(told["payload"]?.string == (try await server.get("/api/v1/statuses/\(id)", as: bob)).text)
            _ = try await server.send(.delete, "/api/v1/statuses/\(id)", as: alice)
            #expect(try await ear.message()["payload"]?.string == id)
            _ = try await server.send(
                .delete,
                "/api/v1/lists/\(list)/accounts",
                as: bob,
                ["account_ids[]": "\(alice.id)"]
            )
            try await server.post("Not for the list", by: alice)
            streams.hub.unsubscribe(ear.ticket, ["list", list])
            #expect(!streams.hub.listens(toList: number))

            // A tag that is followed comes home, whoever uses it.
            try streams.subscribe(other.ticket, try StreamName("public"), other.grant)
            try await server.post("First #garden", by: server.charlie)
            let last = try await server.post("Told after all before it", by: server.charlie)
            while try await other.message()["payload"]?.string?.contains(last) == false {}
            _ = try await server.send(.post, "/api/v1/tags/garden/follow", as: bob)
            for name in ["user", "direct"] { try streams.subscribe(ear.ticket, try StreamName(name), ear.grant) }
            let tagged = try await server.post("A #garden", by: server.charlie)
            #expect(try await ear.message()["payload"]?.string?.contains(tagged) == true)

            _ = try await server.send(
                .post,
                "/api/v2/filters",
                as: bob,
                [
                    "title": "f", "context[]": "home", "filter_action": "hide",
                    "keywords_attributes[][keyword]": "rain",
                ]
            )
            #expect(try await ear.next() == #"{"stream":["user"],"event":"filters_changed"}"#)
            try await server.post("Rain again", by: alice)
            let talk = try await server.post("@bob between us", by: alice, "direct")
            var kinds: [String] = []
            for _ in 0..<3 {
                let told = try await ear.message()
                kinds.append(told["event"]?.string ?? "")
                #expect(told["payload"]?.string?.contains(talk) == true)
            }
            #expect(kinds.sorted() == ["conversation", "notification", "update"])
        }
    }

    @Test("filters mark what they find in a public stream, for their owner alone", arguments: TestEngine.available)
    func filtered(_ engine: TestEngine) async throws {
        try await withStreams(engine) { server, streams in
            _ = try await server.send(
                .post,
                "/api/v2/filters",
                as: server.bob,
                json: #"{"title":"f","context":["public"],"keywords_attributes":[{"keyword":"rain"}]}"#
            )
            let bob = try await Ear(server.bob, streams, ("public", nil))
            let charlie = try await Ear(server.charlie, streams, ("public", nil))
            try await server.post("Rain again", by: server.alice)
            let marked = try JSONValue.parse(Array(try #require(try await bob.message()["payload"]?.string).utf8))
            #expect(marked["filtered"]?.array?.first?["keyword_matches"] == .array([.string("Rain")]))
            let plain = try JSONValue.parse(Array(try #require(try await charlie.message()["payload"]?.string).utf8))
            #expect(plain["filtered"] == nil)
        }
    }

    @Test("those who may listen no more are shown out", arguments: TestEngine.available)
    func ending(_ engine: TestEngine) async throws {
        try await withStreams(engine) { server, streams in
            let bob = try await Ear(server.bob, streams, ("public", nil))
            let charlie = try await Ear(server.charlie, streams, ("public", nil))
            try await server.services.moderate(server.bob.id, .suspend, by: .commandLine)
            #expect(try await bob.next() == "notAllowed")
            await #expect(throws: (any Error).self) { _ = try await Ear(server.bob, streams, ("public", nil)) }
            let id = try await server.post("Hello", by: server.alice)
            #expect(try await charlie.next().contains(id))
            #expect(streams.hub.count == 2)
            for ear in [bob, charlie] { streams.hub.close(ear.ticket) }
            #expect(streams.hub.count == 0)
        }
    }

    @Test("whatever ends a login ends what it listens to, and nothing else", arguments: TestEngine.available)
    func endings(_ engine: TestEngine) async throws {
        try await withStreams(engine) { server, streams in
            let (services, password) = (server.services, "correct horse")
            let app = try await services.createToken(username: "bob", scopes: "read").token
            let other = try await Ear(server.alice, streams, ("public", nil))
            for (person, ending) in [(server.bob, "password"), (server.bob, "suspend"), (server.charlie, "leave")] {
                let ear = try await Ear(person, streams, ("public", nil), ("user", nil))
                let events = try await Ear(person, streams, ("user", nil), form: .single)
                switch ending {
                case "password":
                    try await services.changePassword(of: person.id, from: password, to: "other words", keeping: nil)
                case "suspend": try await services.moderate(person.id, .suspend, by: .commandLine)
                default: try await services.deleteAccount(person.id, password: password)
                }
                for ear in [ear, events] {
                    #expect(try await ear.next() == "notAllowed")
                    // Nothing more comes, even while the connection is still there.
                    try await server.post("Hello", by: server.alice)
                    #expect(try await other.next().contains("Hello"))
                    #expect(try await ear.next() == "notAllowed")
                    streams.hub.close(ear.ticket)
                }
            }
            #expect(try await services.grants.grant(token: app) == nil)
            #expect(streams.hub.count == 1)
        }
    }

    @Test("of somebody who was suspended nothing more is told", arguments: TestEngine.available)
    func suspended(_ engine: TestEngine) async throws {
        try await withStreams(engine) { server, streams in
            try await server.follow(server.bob, by: server.alice)
            let poll = try await server.send(
                .post,
                "/api/v1/statuses",
                as: server.bob,
                json: #"{"status":"Tea?","poll":{"options":["yes","no"],"expires_in":3600}}"#
            )
            let id = try #require(Int64(try poll.id()))
            let pollID = try #require(poll["poll", "id"].string.flatMap { Int64($0) })
            let ear = try await Ear(server.alice, streams, ("user", nil), ("public", nil))
            try await server.services.moderate(server.bob.id, .suspend, by: .commandLine)
            // Its events are told as if it were still there; what they tell of is not shown.
            server.services.events.publish([.pollChanged(pollID), .statusChanged(id: id)])
            try await server.post("Still here", by: server.alice)
            // Nothing but that it is gone.
            var told: [String] = []
            while told.filter({ $0.contains("Still here") }).count < 2, told.count < 9 {
                told.append(try await ear.next())
            }
            #expect(
                told.allSatisfy { $0.contains("Still here") || $0.contains(#""event":"delete","payload":"\#(id)""#) }
            )
        }
    }

    @Test(
        "what somebody wrote goes from the screens of those who listen when they are suspended",
        arguments: TestEngine.available
    )
    func withdrawn(_ engine: TestEngine) async throws {
        try await withStreams(engine) { server, streams in
            try await server.follow(server.alice, by: server.bob)
            let first = try await server.post("Hello #garden", by: server.alice)
            let second = try await server.post("between friends", by: server.alice, "private")
            let boost = try await server.act("reblog", first, by: server.charlie).id()
            let home = try await Ear(server.bob, streams, ("user", nil))
            let tag = try await Ear(server.charlie, streams, ("hashtag", tag: "garden"))
            try await server.services.moderate(server.alice.id, .suspend, by: .commandLine)
            var gone: Set<String> = []
            for _ in 0..<2 {
                let message = try await home.message()
                #expect(message["event"]?.string == "delete")
                gone.insert(message["payload"]?.string ?? "")
            }
            #expect(gone == [first, second])
            #expect(try await tag.message()["payload"]?.string == first)
            // A boost goes from the home of those who follow its author.
            try await server.services.moderate(server.alice.id, .unsuspend, by: .commandLine)
            try await server.follow(server.charlie, by: server.bob)
            let later = try await Ear(server.bob, streams, ("user", nil))
            try await server.services.moderate(server.alice.id, .suspend, by: .commandLine)
            var all: Set<String> = []
            for _ in 0..<3 { all.insert(try await later.message()["payload"]?.string ?? "") }
            #expect(all == [first, second, boost])
        }
    }

    @Test("after missed events everything is asked anew", arguments: TestEngine.available)
    func missed(_ engine: TestEngine) async throws {
        try await withStreams(engine) { server, streams in
            let (bob, charlie) = (server.bob, server.charlie)
            try await server.follow(server.alice, by: bob)
            let ears = (
                bob: try await Ear(bob, streams, ("user", nil), ("public", nil)),
                charlie: try await Ear(charlie, streams, ("user", nil))
            )
            _ = try await server.get("/api/v1/timelines/home", as: bob)
            // What another process does on the same database, and this one does not hear of.
            let elsewhere = server.cold()
            _ = try await elsewhere.blockAccount(server.alice.id, by: bob.id)
            try await elsewhere.moderate(charlie.id, .suspend, by: .commandLine)
            server.services.events.publish(fromElsewhere: [.eventsMissed])
            #expect(try await ears.charlie.next() == "notAllowed")
            try await server.post("Not for bob", by: server.alice)
            try await server.post("For all", by: server.newPerson("dora"))
            #expect(try await ears.bob.next().contains("For all"))
            #expect(try await server.get("/api/v1/timelines/home", as: bob).text == "[]")
            #expect(try await server.get("/api/v1/timelines/home", as: charlie).status == 403)
        }
    }

    @Test("who cannot be asked about after missed events is sent away to come again", arguments: TestEngine.available)
    func missedAndUnreadable(_ engine: TestEngine) async throws {
        try await withStreams(engine) { server, streams in
            let ears = [
                try await Ear(server.alice, streams, ("user", nil)), try await Ear(server.bob, streams, ("user", nil)),
                try await Ear(server.charlie, streams, ("user", nil)),
            ]
            await server.services.database.close()
            server.services.events.publish(fromElsewhere: [.eventsMissed, .eventsMissed])
            for ear in ears { #expect(try await ear.next() == "goingAway") }
        }
    }

    @Test("posting costs no statement more while others listen", arguments: TestEngine.available)
    func cost(_ engine: TestEngine) async throws {
        try await withStreams(engine) { server, streams in
            try await server.post("First", by: server.alice)
            let before = try await server.send(.post, "/api/v1/statuses", as: server.alice, ["status": "Alone"])
                .statements
            var ears: [Ear] = []
            for _ in 0..<20 { ears.append(try await Ear(server.bob, streams, ("public", nil))) }
            try await server.post("Second", by: server.alice)
            for ear in ears { _ = try await ear.next() }
            let during = try await server.send(.post, "/api/v1/statuses", as: server.alice, ["status": "Heard"])
            // The one who tells may read the status once, for all.
            #expect(during.statements <= before + 8)
            for ear in ears { #expect(try await ear.next().contains("Heard")) }
        }
    }
}

@Suite("Names of streams")
struct StreamNameTests {
    @Test(
        "are read as Mastodon reads them",
        arguments: [
            ("public", "public"), ("public:local", "public:local"), ("public:remote", "public:remote"),
            ("public:media", "public:media"), ("public:local:media", "public:local:media"),
            ("public:remote:media", "public:remote:media"), ("user", "user"), ("direct", "direct"),
            ("user:notification", "user:notification"),
        ]
    )
    func names(_ name: String, _ label: String) throws {
        #expect(try StreamName(name, tag: nil).label == [label])
    }

    @Test(
        "that are none are refused with a sentence",
        arguments: [
            "", "public:", "public:media:local", "public:local:local", "users", "user:", ":", "hashtags", "lists",
            "PUBLIC",
        ]
    )
    func unknown(_ name: String) {
        #expect(throws: StreamError.unknownStream) { try StreamName(name, tag: "a") }
    }

    @Test("fold their tags and keep the spelling that was asked for")
    func tags() throws {
        let name = try StreamName("hashtag:local", tag: "MeToo")
        #expect(name.label == ["hashtag:local", "MeToo"])
        #expect(name.kind == .tag(try #require(TagName("metoo")), isLocal: true))
        #expect(throws: StreamError.badRequest("Missing tag name parameter")) { try StreamName("hashtag", tag: nil) }
        #expect(try StreamName("list", list: "7").kind == .list(7))
        #expect(throws: StreamError.badRequest("Missing list name parameter")) { try StreamName("list") }
        #expect(throws: StreamError.notYourList) { try StreamName("list", list: "-1") }
        #expect(throws: StreamError.badRequest("This is not the name of a tag")) { try StreamName("hashtag", tag: "+") }
    }

    @Test("ask for the scopes that they bring")
    func scopes() throws {
        let grant = { (scopes: Scopes) in
            Grant(tokenID: 1, tokenHash: [1], appID: 1, scopes: scopes, user: nil, isSuspended: false)
        }
        let (user, notices) = (try StreamName("user", tag: nil), try StreamName("user:notification", tag: nil))
        #expect(try user.topics(for: grant(.read), 7) == [.home(7), .settings(7), .server, .notifications(7)])
        #expect(try user.topics(for: grant(.readStatuses), 7) == [.home(7), .settings(7), .server])
        #expect(try notices.topics(for: grant(.readNotifications), 7) == [.notifications(7)])
        #expect(throws: StreamError.outsideScopes) { try user.topics(for: grant(.readNotifications), 7) }
        #expect(throws: StreamError.outsideScopes) { try notices.topics(for: grant([.readStatuses, .write]), 7) }
    }
}
