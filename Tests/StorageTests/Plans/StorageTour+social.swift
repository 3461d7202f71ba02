// The part of the tour that is about what people arrange for themselves: lists, filters, tags, conversations.
import Basics
import Database
import Domain
import Storage
import Testing

extension StorageTour {
    static func social(_ connection: Connection) throws {
        try lists(connection)
        try filters(connection)
        try chosenTags(connection)
        try conversations(connection)
        try people(connection)
    }

    private static func lists(_ connection: Connection) throws {
        var list = AccountList(id: 0, ownerID: 1, title: "Friends", repliesPolicy: .followed, isExclusive: true)
        list.id = try ListQueries.insert(list, at: now, connection)
        #expect(try ListQueries.list(list.id, connection) == list)
        list.title = "Good friends"
        try ListQueries.update(list, connection)
        #expect(try ListQueries.lists(of: 1, connection) == [list])
        #expect(try ListQueries.count(of: 1, connection) == 1)
        #expect(try ListQueries.reachable([2, 3], by: 1, connection).contains(2))
        #expect(try ListQueries.add(2, to: list.id, connection))
        #expect(try !ListQueries.add(2, to: list.id, connection))
        #expect(try ListQueries.add(3, to: list.id, connection))
        #expect(try ListQueries.members(of: list.id, connection).sorted() == [2, 3])
        for page in [down, up] {
            #expect(try ListQueries.members(of: list.id, page, connection).map(\.item) == [3, 2])
            #expect(try HomeQueries.candidates(ofList: list.id, page, connection).map(\.id).contains(103))
        }
        let relations = try RelationshipQueries.relations(of: 1, clock: .fixed(now), connection)
        #expect(relations.choices.exclusiveMembers == [2, 3])
        #expect(try ListQueries.lists(of: 1, with: 2, connection) == [list])
        for (member, isOn) in [(Int64(2), true), (4, false)] {
            let marked = try ListQueries.lists(of: 1, marking: member, connection)
            #expect(marked.map(\.list) == [list] && marked.map(\.isOn) == [isOn])
        }
        #expect(try ListQueries.removeFromAll(2, of: 1, connection) == [list.id])
        try ListQueries.remove([3], from: list.id, connection)
        #expect(try ListQueries.members(of: list.id, connection).isEmpty)
        #expect(try ListQueries.delete(list.id, of: 1, connection))
    }

    private static func filters(_ connection: Connection) throws {
        var filter = ContentFilter(
            id: 0,
            accountID: 1,
            title: "Rain",
            contexts: [.home, .public],
            action: .hide,
            expiresAt: now
        )
        filter.id = try FilterQueries.insert(filter, at: now, connection)
        var keyword = FilterKeyword(keyword: "rain", isWholeWord: true)
        keyword.id = try FilterQueries.insert(keyword, in: filter.id, connection)
        let entry = try #require(try FilterQueries.insert(status: 100, in: filter.id, connection))
        #expect(try FilterQueries.insert(status: 100, in: filter.id, connection) == nil)
        filter.action = .blur
        try FilterQueries.update(filter, connection)
        keyword.keyword = "drizzle"
        try FilterQueries.update(keyword, connection)
        filter.keywords = [keyword]
        filter.statuses = [FilterStatus(id: entry, statusID: 100)]
        #expect(try FilterQueries.filters(of: 1, connection) == [filter])
        #expect(try FilterQueries.filter(filter.id, connection) == filter)
        #expect(try FilterQueries.filter(ofKeyword: keyword.id, connection) == filter.id)
        #expect(try FilterQueries.filter(ofStatus: entry, connection) == filter.id)
        #expect(try FilterQueries.count(of: 1, connection) == 1)
        try FilterQueries.deleteKeyword(keyword.id, connection)
        try FilterQueries.deleteStatus(entry, connection)
        #expect(try FilterQueries.delete(filter.id, of: 1, connection))
    }

    private static func chosenTags(_ connection: Connection) throws {
        let tag = try #require(try TagQueries.ids([TagName("MeToo")].compactMap { $0 }, connection).first)
        #expect(try TagFollowQueries.insert(tag, by: 3, at: now, connection))
        #expect(try !TagFollowQueries.insert(tag, by: 3, at: now, connection))
        #expect(try TagFollowQueries.count(by: 3, connection) == 1)
        for page in [down, up] {
            #expect(try TagFollowQueries.list(by: 3, page, connection).map(\.name) == ["metoo"])
            #expect(try HomeQueries.taggedCandidates(of: 3, page, connection).map(\.id) == [101, 100])
        }
        #expect(try FeaturedTagQueries.suggestions(for: 1, limit: 5, connection).allSatisfy { !$0.name.isEmpty })
        #expect(try FeaturedTagQueries.insert(tag, name: "MeToo", by: 3, at: now, connection))
        let featured = try #require(try FeaturedTagQueries.featured(tag, by: 3, connection))
        #expect(try FeaturedTagQueries.list(of: 3, connection) == [featured])
        let post = try #require(try StatusQueries.status(103, connection))
        try FeaturedTagQueries.count(post, connection)
        try FeaturedTagQueries.uncount(post, connection)
        #expect(try FeaturedTagQueries.differences(limit: 5, connection).isEmpty)
        #expect(try FeaturedTagQueries.repair(connection) == 0)
        #expect(try FeaturedTagQueries.tag(of: featured.id, by: 3, connection) == tag)
        #expect(try FeaturedTagQueries.count(by: 3, connection) == 1)
        let choices = try RelationshipQueries.relations(of: 3, clock: .fixed(now), connection).choices
        #expect(choices.followedTags == [tag] && choices.featuredTags == [tag])
        #expect(try FeaturedTagQueries.delete(tag, by: 3, connection))
        #expect(try TagFollowQueries.delete(tag, by: 3, connection))
    }

    private static func conversations(_ connection: Connection) throws {
        var ids: [Int64] = []
        for status in [100, 102] as [Int64] {
            ids.append(
                try ConversationQueries.add(
                    status: status,
                    ofThread: 100,
                    to: 1,
                    with: [2, 3],
                    isUnread: true,
                    connection
                )
            )
        }
        #expect(ids[0] == ids[1])
        var conversation = Conversation(
            id: ids[0],
            accountID: 1,
            participants: [2, 3],
            lastStatusID: 102,
            isUnread: true
        )
        for page in [down, up] {
            #expect(try ConversationQueries.list(of: 1, page, connection) == [conversation])
        }
        #expect(try ConversationQueries.setUnread(false, ids[0], of: 1, connection))
        conversation.isUnread = false
        #expect(try ConversationQueries.remove(status: 102, connection).map(\.account) == [1])
        conversation.lastStatusID = 100
        #expect(try ConversationQueries.conversation(ids[0], of: 1, connection) == conversation)
        #expect(try ConversationQueries.remove(status: 100, connection).map(\.id) == ids.suffix(1))
        #expect(try ConversationQueries.conversation(ids[0], of: 1, connection) == nil)
        #expect(try !ConversationQueries.delete(ids[0], of: 1, connection))
        try ConversationQueries.gatherAll(connection)
    }

    private static func people(_ connection: Connection) throws {
        try AccountQueries.insert(
            Account(id: 9, username: "far", domain: "far.example", createdAt: now, uri: "https://far.example/9"),
            connection
        )
        #expect(try DomainBlockQueries.insert("far.example", by: 1, at: now, connection))
        #expect(try !DomainBlockQueries.insert("far.example", by: 1, at: now, connection))
        #expect(try DomainBlockQueries.count(by: 1, connection) == 1)
        for page in [down, up] {
            #expect(try DomainBlockQueries.list(by: 1, page, connection).map(\.item) == ["far.example"])
        }
        try RelationshipQueries.setFollow(of: 9, to: 1, FollowOptions(), at: now, connection)
        #expect(try DomainBlockQueries.tied(to: 1, on: "far.example", limit: 5, connection) == [9])
        #expect(try DomainBlockQueries.follows(of: 1, on: "far.example", connection) == (0, 1))
        #expect(try RelationshipQueries.unfollow(of: 9, to: 1, connection) != nil)
        #expect(try AccountQueries.hasRemote(connection))
        try DomainBlockQueries.deleteNotifications(of: 1, from: "far.example", connection)
        #expect(
            try RelationshipQueries.relationships(of: 1, to: [9], now: now, connection).first?.domainBlocking == true
        )
        #expect(try DomainBlockQueries.delete("far.example", by: 1, connection))
        try RelationshipQueries.endorse(2, by: 1, at: now, connection)
        #expect(try RelationshipQueries.relationships(of: 1, to: [2], now: now, connection).first?.endorsed == true)
        try RelationshipQueries.unendorse(2, by: 1, connection)
        let extras = ProfileExtras(attributionDomains: ["a.example", "b.example"], showsMedia: false)
        try ProfileQueries.update(extras, of: 1, connection)
        #expect(try ProfileQueries.extras(of: 1, connection) == extras)
    }
}
