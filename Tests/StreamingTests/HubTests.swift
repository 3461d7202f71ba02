// Who hears what.
import Domain
import Streaming
import Synchronization
import Testing

@Suite("The hub of streams")
struct HubTests {
    let hub = TextHub()

    private func labels(_ listeners: [TextHub.Listener]) -> [String] {
        listeners.map { $0.label.joined(separator: "/") }.sorted()
    }

    @Test("tells the home timelines that take a status, and no others")
    func home() throws {
        let reader = try Ear(bob, at: hub)
        hub.know(relations(of: bob, follows: [alice: FollowOptions(showReblogs: false, languages: ["en"])]))
        try hub.subscribe(reader.ticket, ["user"], to: [.home(bob)])
        let other = try Ear(charlie, at: hub)
        hub.know(relations(of: charlie))
        try hub.subscribe(other.ticket, ["user"], to: [.home(charlie)])
        func takers(_ entry: TimelineEntry, mentioning: [Int64] = []) -> [Int64] {
            hub.homes(taking: StreamedStatus(entry, mentioned: mentioning)).map(\.accountID).sorted()
        }
        #expect(takers(entry()) == [bob])
        #expect(takers(entry(in: "de")) == [])
        #expect(takers(entry(in: "en")) == [bob])
        #expect(takers(entry(by: bob)) == [bob])
        #expect(takers(entry(reblogging: (1, by: charlie))) == [])
        #expect(takers(entry(answering: charlie)) == [])
        #expect(takers(entry(answering: bob)) == [bob])
        #expect(takers(entry(.direct)) == [])
        #expect(takers(entry(.direct), mentioning: [bob]) == [bob])
        #expect(hub.homes(losing: entry(in: "de")).map(\.accountID) == [bob])
    }

    private func entry(_ visibility: Visibility) -> TimelineEntry { StreamingTests.entry(100, by: alice, visibility) }

    private func entry(
        by account: Int64 = alice,
        answering: Int64? = nil,
        reblogging: (Int64, by: Int64)? = nil,
        in language: String? = nil
    ) -> TimelineEntry {
        StreamingTests.entry(by: account, answering: answering, reblogging: reblogging, in: language)
    }

    @Test("follows what a reader decides while it listens")
    func changes() throws {
        let reader = try Ear(bob, at: hub)
        try hub.subscribe(reader.ticket, ["user"], to: [.home(bob)])
        #expect(hub.homes(taking: StreamedStatus(entry())).isEmpty)
        hub.know(relations(of: bob, follows: [alice: FollowOptions()]))
        #expect(hub.homes(taking: StreamedStatus(entry())).count == 1)
        #expect(hub.concerns(.statusPublished(entry(.private), tagIDs: [], mentioned: [])))
        hub.know(relations(of: bob))
        #expect(hub.homes(taking: StreamedStatus(entry())).isEmpty)
        #expect(!hub.concerns(.statusPublished(entry(.private), tagIDs: [], mentioned: [])))
        hub.know(relations(of: bob, follows: [alice: FollowOptions()]))
        hub.unsubscribe(reader.ticket, ["user"])
        #expect(hub.homes(taking: StreamedStatus(entry())).isEmpty)
        try hub.subscribe(reader.ticket, ["user"], to: [.home(bob)])
        #expect(hub.homes(taking: StreamedStatus(entry())).count == 1)
    }

    @Test("tells public streams by origin, media and tag")
    func open() throws {
        let ear = try Ear(bob, at: hub)
        hub.know(relations(of: bob))
        let topics: [(String, StreamTopic)] = [
            ("public", .publicTimeline(.all, onlyMedia: false)), ("local", .publicTimeline(.local, onlyMedia: false)),
            ("remote", .publicTimeline(.remote, onlyMedia: false)), ("media", .publicTimeline(.all, onlyMedia: true)),
            ("tag", .tag("metoo", isLocal: false)), ("local tag", .tag("metoo", isLocal: true)),
        ]
        for (label, topic) in topics { try hub.subscribe(ear.ticket, [label], to: [topic]) }
        #expect(labels(hub.listeners(showing: StreamedStatus(entry()))) == ["local", "public"])
        #expect(labels(hub.listeners(showing: StreamedStatus(entry(), isLocal: false))) == ["public", "remote"])
        let tagged = StreamedStatus(entry(answering: bob), tags: ["metoo"])
        #expect(labels(hub.listeners(showing: tagged)) == ["local tag", "tag"])
        #expect(
            labels(hub.listeners(showing: StreamedStatus(entry(), hasMedia: true))) == ["local", "media", "public"]
        )
        #expect(hub.listeners(showing: StreamedStatus(entry(.unlisted))).isEmpty)
        #expect(
            labels(hub.listeners(losing: entry(), tags: ["metoo"]))
                == ["local", "local tag", "media", "public", "remote", "tag"]
        )
    }

    @Test("finds who follows a tag, and who listens to a list of which the author is one")
    func tagsAndLists() throws {
        let ear = try Ear(bob, at: hub)
        var choices = ReaderChoices()
        choices.followedTags = [7]
        hub.know(relations(of: bob, follows: [alice: FollowOptions()], choices: choices))
        try hub.subscribe(ear.ticket, ["user"], to: [.home(bob)])
        #expect(hub.followsTags)
        #expect(hub.homes(taking: StreamedStatus(entry(by: charlie), tagIDs: [7])).count == 1)
        #expect(hub.homes(taking: StreamedStatus(entry(by: charlie), tagIDs: [8])).isEmpty)
        let list = ListMembers(AccountList(id: 5, ownerID: bob, title: "Near"), members: [alice])
        hub.know(list)
        try hub.subscribe(ear.ticket, ["list", "5"], to: [.list(5)])
        #expect(labels(hub.homes(taking: StreamedStatus(entry())).flatMap(\.listeners)) == ["list/5", "user"])
        #expect(labels(hub.homes(losing: entry()).flatMap(\.listeners)) == ["list/5", "user"])
        hub.know(ListMembers(list.list, members: []))
        #expect(labels(hub.homes(taking: StreamedStatus(entry())).flatMap(\.listeners)) == ["user"])
        #expect(hub.listens(toList: 5))
        hub.close(ear.ticket)
        #expect(!hub.listens(toList: 5) && !hub.followsTags)
    }

    @Test("leaves out of public streams what a reader hides")
    func hidden() throws {
        let ear = try Ear(bob, at: hub)
        try hub.subscribe(ear.ticket, ["public"], to: [.publicTimeline(.all, onlyMedia: false)])
        let mute = [alice: Mute(hidesNotifications: true, expiresAt: nil)]
        for decided in [
            relations(of: bob, blocks: [alice]), relations(of: bob, blockedBy: [alice]),
            relations(of: bob, mutes: mute),
        ] {
            hub.know(decided)
            #expect(hub.listeners(showing: StreamedStatus(entry(by: alice))).isEmpty)
            #expect(hub.listeners(showing: StreamedStatus(entry(by: charlie), mentioned: [alice])).isEmpty)
            #expect(hub.listeners(showing: StreamedStatus(entry(by: charlie))).count == 1)
            #expect(hub.listeners(losing: entry(by: alice), tags: []).count == 1)
        }
    }

    @Test("keeps nothing of a connection that is closed")
    func closing() throws {
        let first = try Ear(bob, at: hub)
        let second = try Ear(bob, at: hub)
        hub.know(relations(of: bob, follows: [alice: FollowOptions()]))
        for ear in [first, second] { try hub.subscribe(ear.ticket, ["user"], to: [.home(bob), .notifications(bob)]) }
        #expect(hub.listeners(to: [.notifications(bob)]).count == 2)
        hub.close(first.ticket)
        hub.close(first.ticket)
        #expect(hub.homes(taking: StreamedStatus(entry())).map(\.listeners.count) == [1])
        #expect(hub.listens(bob) && hub.count == 1)
        hub.close(second.ticket)
        #expect(!hub.listens(bob) && hub.count == 0)
        #expect(hub.homes(taking: StreamedStatus(entry())).isEmpty)
        #expect(!hub.concerns(.statusPublished(entry(), tagIDs: [], mentioned: [])))
        #expect(hub.subscribers(withToken: [1]).isEmpty)
    }

    @Test("lets in no more than its limits")
    func limits() throws {
        var limits = StreamLimits()
        (limits.connections, limits.perToken, limits.perAddress, limits.subscriptions) = (4, 2, 3, 2)
        let hub = TextHub(limits: limits)
        let first = try Ear(bob, at: hub)
        _ = try Ear(bob, at: hub)
        #expect(throws: StreamRefusal.tooManyConnections) { try Ear(bob, at: hub) }
        _ = try Ear(bob, at: hub, token: 2)
        #expect(throws: StreamRefusal.tooManyConnections) { try Ear(bob, at: hub, token: 3) }
        _ = try Ear(alice, at: hub, token: 3, address: "there")
        #expect(throws: StreamRefusal.serverIsFull) { try Ear(alice, at: hub, token: 4, address: "elsewhere") }
        hub.close(first.ticket)
        let again = try Ear(bob, at: hub)
        try hub.subscribe(again.ticket, ["user"], to: [.home(bob)])
        try hub.subscribe(again.ticket, ["direct"], to: [.conversations(bob)])
        try hub.subscribe(again.ticket, ["direct"], to: [.conversations(bob)])
        #expect(throws: StreamRefusal.tooManySubscriptions) { try hub.subscribe(again.ticket, ["a"], to: [.list(1)]) }
        hub.unsubscribe(again.ticket, ["direct"])
        try hub.subscribe(again.ticket, ["a"], to: [.list(1)])
    }
}

@Suite("The queue of a connection")
struct SubscriberTests {
    @Test("wakes its reader once until it was read empty")
    func waking() throws {
        let ear = try Ear(bob, at: TextHub())
        for text in ["one", "two"] { ear.subscriber.push(text) }
        #expect(ear.wakes.count.withLock { $0 } == 1)
        #expect(ear.heard() == ["one", "two"])
        ear.subscriber.push("three")
        #expect(ear.wakes.count.withLock { $0 } == 2)
        #expect(ear.heard() == ["three"])
    }

    @Test("drops a reader who is too slow, and keeps none of its messages")
    func slow() throws {
        let ear = try Ear(bob, at: TextHub(), capacity: 2)
        for text in ["one", "two", "three", "four"] { ear.subscriber.push(text) }
        #expect(ear.heard() == ["tooSlow"])
        #expect(ear.subscriber.hasEnded)
        #expect(ear.wakes.count.withLock { $0 } == 2)
    }

    @Test("keeps the order of many messages read a few at a time")
    func order() throws {
        let ear = try Ear(bob, at: TextHub(), capacity: 1000)
        var heard: [String] = []
        for number in 0..<500 {
            ear.subscriber.push("\(number)")
            if number % 3 == 0, case .piece(let text) = ear.subscriber.next() { heard.append(text) }
        }
        heard += ear.heard()
        #expect(heard == (0..<500).map { "\($0)" })
    }

    @Test("ends once, for the first reason")
    func ending() throws {
        let ear = try Ear(bob, at: TextHub())
        ear.subscriber.push("one")
        ear.subscriber.end(.notAllowed)
        ear.subscriber.end(.goingAway)
        ear.subscriber.push("two")
        #expect(ear.heard() == ["notAllowed"])
    }
}
