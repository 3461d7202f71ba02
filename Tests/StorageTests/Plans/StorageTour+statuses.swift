// The part of the tour that is about statuses: threads, timelines, interactions and counters.
import Basics
import Database
import Domain
import Storage
import Testing

extension StorageTour {
    static func statuses(_ connection: Connection) throws {
        let root = try StorageFixture.add(status: 100, by: 1, connection)
        var reply = try StorageFixture.add(status: 101, by: 2, replyTo: root, connection)
        try StorageFixture.add(status: 102, by: 3, as: .direct, replyTo: reply, connection)
        try StorageFixture.add(status: 103, by: 2, as: .private, connection)
        try StorageFixture.add(status: 104, by: 3, reblogOf: 100, connection)
        #expect(try StatusQueries.status(100, connection) == root)
        try StatusQueries.insertMentions([1, 2], of: 102, connection)
        try StatusQueries.replaceMentions([1], of: 102, connection)
        #expect(try StatusQueries.isMentioned(1, in: 102, connection))
        #expect(try StatusQueries.mentioning(2, among: [100, 102], connection).isEmpty)
        let tag = try #require(TagName("MeToo"))
        let other = try #require(TagName("garden"))
        let id = try TagQueries.idMaking(tag, at: now, connection)
        #expect(try TagQueries.idMaking(tag, at: now, connection) == id)
        let otherID = try TagQueries.idMaking(other, at: now, connection)
        #expect(Set(try TagQueries.ids([tag, other], connection)) == [id, otherID])
        #expect(try TagQueries.displayName(tag, connection) == "MeToo")
        try TagQueries.attach([id], to: 100, isListed: true, connection)
        try TagQueries.attach([id, otherID], to: 101, isListed: true, connection)
        try TagQueries.attach([id], to: 102, isListed: false, connection)
        #expect(try TagQueries.listed(on: 101, connection).count == 2)
        #expect(try TagQueries.detachAll(from: 102, connection).isEmpty)
        try StatusQueries.insert(
            StatusEdit(text: "a", content: "<p>a</p>", spoilerText: "", isSensitive: false, createdAt: now),
            of: 101,
            connection
        )
        #expect(try StatusQueries.edits(of: 101, connection).map(\.text) == ["a"])
        reply.text = "b"
        reply.editedAt = now
        try StatusQueries.updateText(reply, connection)
        let details = try StatusQueries.details([100, 101, 102, 999], connection)
        #expect(details.count == 3)
        #expect(details.first { $0.status.id == 101 }?.status == reply)
        #expect(details.first { $0.status.id == 101 }?.tags == ["metoo", "garden"])
        #expect(details.first { $0.status.id == 102 }?.mentions.map(\.username) == ["Villager1"])
        #expect(try StatusQueries.reblog(of: 100, by: 3, connection) == 104)
        #expect(try StatusQueries.reblogs(of: 100, connection).map(\.id) == [104])
        try StatusQueries.lock(100, connection)
        try replies(connection)
        try replyRequests(connection)
        for isFirst in [true, false] {
            let isKept = try StatusQueries.remember(
                idempotencyKey: "k",
                of: 1,
                status: 100,
                at: now,
                after: now - .seconds(1),
                connection
            )
            #expect(isKept == isFirst)
        }
        #expect(
            try StatusQueries.status(idempotencyKey: "k", of: 1, after: now - .seconds(1), connection) == 100
        )
        #expect(try StatusQueries.purgeIdempotencyKeys(before: now + .seconds(1), limit: 10, connection) == 1)
        #expect(
            try ThreadQueries.ancestors(
                of: try #require(try StatusQueries.status(102, connection)),
                limit: 10,
                connection
            ) == [100, 101]
        )
        #expect(try StatusQueries.id(uri: "https://peer.example/notes/none", connection) == nil)
        var deep = try #require(try StatusQueries.status(102, connection))
        deep.threadPath = ThreadPath(ids: Array(repeating: 999, count: ThreadPath.maximumDepth))
        #expect(try ThreadQueries.ancestors(of: deep, limit: 10, connection) == [100, 101])
        #expect(try ThreadQueries.descendants(of: root, after: nil, limit: 10, connection).map(\.id) == [101, 102])
        #expect(
            try !ThreadQueries.orphanReplies(to: try #require(try StatusQueries.status(102, connection)), connection)
        )
    }

    static func interactions(_ connection: Connection) throws {
        for kind in InteractionKind.allCases {
            #expect(try InteractionQueries.add(kind, of: 100, by: 1, connection))
            #expect(try !InteractionQueries.add(kind, of: 100, by: 1, connection))
            #expect(try InteractionQueries.count(kind, by: 1, connection) == 1)
            for page in [down, up] {
                #expect(try InteractionQueries.statuses(kind, by: 1, page, connection).map(\.item) == [100])
            }
            #expect(try InteractionQueries.add(kind, of: 101, by: 1, connection))
            #expect(try InteractionQueries.remove(kind, of: 101, by: 1, connection))
        }
        var joining = try #require(try StatusQueries.status(100, connection))
        joining.conversationID = 7
        #expect(try InteractionQueries.flags(ofAuthorOf: joining, connection) == [])
        try InteractionQueries.muteThread(100, by: 1, connection)
        try InteractionQueries.muteThread(100, by: 1, connection)
        #expect(
            try InteractionQueries.flags(of: 1, on: [100, 101], connection)
                == [100: [.favourited, .bookmarked, .pinned, .threadMuted], 101: .threadMuted]
        )
        #expect(try InteractionQueries.flags(of: 3, on: [100], connection) == [100: .reblogged])
        #expect(try InteractionQueries.unmuteThread(100, by: 1, connection))
        for page in [down, up] {
            #expect(try InteractionQueries.favouriters(of: 100, page, connection).map(\.item) == [1])
            #expect(try InteractionQueries.rebloggers(of: 100, page, connection).map(\.item) == [3])
        }
    }

    static func timelines(_ connection: Connection) throws {
        let tags = try TagQueries.ids([TagName("metoo"), TagName("garden")].compactMap { $0 }, connection)
        let name = try #require(TagName("metoo"))
        let metoo = try #require(try TagQueries.id(name, connection))
        let met = try #require(TagName("met"))
        #expect(try TagQueries.beginning(like: met, limit: 5, offset: 0, connection).map(\.name) == ["metoo"])
        for page in [down, up] {
            #expect(try TimelineQueries.publicTimeline(page, connection).map(\.id) == [100])
            #expect(try TimelineQueries.tag(metoo, page, connection) == [101, 100])
            #expect(try TimelineQueries.publicTimeline(page, onlyMedia: true, connection) == [])
            #expect(try TimelineQueries.publicTimeline(page, from: .local, connection).map(\.id) == [100])
            #expect(try TimelineQueries.publicTimeline(page, from: .remote, connection) == [])
            #expect(try TimelineQueries.tag(metoo, onlyMedia: true, page, connection) == [])
            #expect(
                try TimelineQueries.tags(any: tags, all: [], none: [], onlyMedia: true, page, connection) == []
            )
            let pictures = TimelineQueries.AccountFilter(onlyMedia: true)
            #expect(
                try TimelineQueries.account(1, upTo: .public, viewer: nil, filter: pictures, page, connection) == []
            )
            #expect(try TimelineQueries.tags(any: tags, all: [], none: [], page, connection) == [101, 100])
            #expect(
                try TimelineQueries.tags(any: tags, all: [], none: [], from: .local, page, connection) == [101, 100]
            )
            #expect(try TimelineQueries.tags(any: tags, all: [], none: [], from: .remote, page, connection) == [])
            #expect(try TimelineQueries.tags(any: [metoo], all: tags, none: [], page, connection) == [101])
            let none = tags.filter { $0 != metoo }
            #expect(try TimelineQueries.tags(any: tags, all: [], none: none, page, connection) == [100])
            #expect(
                try TimelineQueries.account(
                    3,
                    upTo: .unlisted,
                    viewer: 1,
                    filter: .init(includesReblogs: false),
                    page,
                    connection
                ).map(\.id) == [102]
            )
            #expect(
                try TimelineQueries.account(
                    2,
                    upTo: .private,
                    viewer: nil,
                    filter: .init(includesReplies: false),
                    page,
                    connection
                ).map(\.id) == [103]
            )
            #expect(
                try TimelineQueries.account(1, upTo: .public, viewer: nil, filter: .init(tag: metoo), page, connection)
                    .map(\.id) == [100]
            )
            #expect(try HomeQueries.candidates(of: 1, page, connection).map(\.id) == [103, 101, 100])
        }
        #expect(try TimelineQueries.entries([100, 104], connection).count == 2)
        #expect(try TimelineQueries.pinned(by: 1, upTo: .public, limit: 5, connection).map(\.id) == [100])
    }

    static func counters(_ connection: Connection) throws {
        try CounterQueries.lock([3, 1, 2], connection)
        _ = try CounterQueries.change(status: 100, favourites: 2, connection)
        #expect(try CounterQueries.lower(status: 100, favourites: 1, connection)?.favourites == 1)
        #expect(try CounterQueries.counters(ofStatus: 100, connection).replies == 1)
        _ = try CounterQueries.change(account: 1, lastStatusAt: now, connection)
        let server = try CounterQueries.server(activeSince: now, connection)
        // None of the three has confirmed an address.
        #expect(server == (0, 4, 1))
        #expect(try RecountQueries.differences(limit: 10, connection) == [])
        #expect(try RecountQueries.repair(connection) == 0)
    }
}
