// The part of the tour that is about search.
import Basics
import Database
import Domain
import Storage
import Testing

extension StorageTour {
    /// Accounts that the first villager finds.
    static func accountsFound(
        _ text: String,
        following: Bool = false,
        limit: Int = 5,
        offset: Int = 0,
        _ connection: Connection
    ) throws -> [Int64] {
        try AccountSearchQueries.search(
            text,
            viewer: 1,
            following: following,
            limit: limit,
            offset: offset,
            connection
        )
    }

    static func search(_ connection: Connection) throws {
        #expect(try AccountSearchQueries.searchAll("zzzz", limit: 5, connection).isEmpty)
        let all = SearchExpression(wanted: [.phrase(["status", "100"])])
        #expect(try StatusSearchQueries.hits(all, down, connection) == [])
        while let batch = try SearchWorkQueries.next(limit: 2, connection) {
            try StatusSearchQueries.delete(batch.statuses, connection)
            for details in try StatusQueries.details(batch.statuses, connection) {
                let document = SearchDocument(details, isIndexable: batch.indexable.contains(details.status.accountID))
                try StatusSearchQueries.insert(document, of: details.status.id, connection)
            }
            try SearchWorkQueries.finish(batch, connection)
        }
        #expect(try SearchWorkQueries.missing(limit: 5, connection) == [])
        for page in [down, up] {
            #expect(try StatusSearchQueries.hits(all, page, connection) == [100])
            let word = SearchExpression(wanted: [.beginning("sta")], unwanted: [.word("100")])
            #expect(try StatusSearchQueries.hits(word, page, connection) == [103, 102])
            #expect(try StatusSearchQueries.savedHits(all, of: 1, page, connection) == [100])
        }
        // More match than are tried: the saved ones are looked through as well.
        let few = PageBounds(limit: 3000)
        #expect(try StatusSearchQueries.savedHits(all, of: 1, few, connection) == [100])
        #expect(try StatusSearchQueries.savedAmongNewest(all, of: 1, down, connection) == [100])
        for order in DirectoryOrder.allCases {
            #expect(try DiscoveryQueries.discoverable(order, limit: 5, connection).allSatisfy { $0 == 1 })
        }
        #expect(try DiscoveryQueries.friendsOfFriends(1, limit: 5, connection) == [])
        try DiscoveryQueries.dismiss(2, for: 1, at: now, connection)
        #expect(try DiscoveryQueries.unwanted(by: 1, among: [2, 3], connection) == [2])
        let status = try #require(try StatusQueries.status(100, connection))
        let other = SearchDocument(status, mentions: [], tags: [], pollOptions: ["else"], isIndexable: true)
        try StatusSearchQueries.replace(other, of: 100, connection)
        let poll = SearchExpression(wanted: [.word("else"), .any([.word("_x"), .word("_u9")])])
        #expect(try StatusSearchQueries.hits(poll, down, connection) == [100])
        try SearchWorkQueries.add(1, connection)
        try SearchWorkQueries.add(1, connection)
        let batch = try #require(try SearchWorkQueries.next(limit: 1, connection))
        #expect(batch.work == 1 && batch.next != nil)
        try SearchWorkQueries.finish(batch, connection)
        let last = try #require(try SearchWorkQueries.next(limit: 10, connection))
        #expect(last.next == nil)
        try SearchWorkQueries.finish(last, connection)
    }
}
