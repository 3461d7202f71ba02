// Mastodon's page rules on every list: `max_id` older, `since_id` the newest page, `min_id` the page right above.
import Database
import Domain
import Storage
import TestSupport
import Testing

/// One list with seven rows; gives the cursors of a page, newest first.
struct PagedList: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let cursors: @Sendable (PageBounds, Connection) throws -> [Int64]

    static let all: [PagedList] =
        RelationshipList.allCases.map { list in
            PagedList(testDescription: "\(list)") { page, connection in
                try RelationshipQueries.list(list, of: 1, page, connection).map(\.cursor)
            }
        }
        + InteractionKind.allCases.map { kind in
            PagedList(testDescription: "\(kind)s of an account") { page, connection in
                try InteractionQueries.statuses(kind, by: 1, page, connection).map(\.cursor)
            }
        } + [
            PagedList(testDescription: "favouriters") {
                try InteractionQueries.favouriters(of: 100, $0, $1).map(\.cursor)
            },
            PagedList(testDescription: "rebloggers") {
                try InteractionQueries.rebloggers(of: 100, $0, $1).map(\.cursor)
            },
            PagedList(testDescription: "notifications") {
                try NotificationQueries.list(of: 1, .init(), $0, $1).map(\.id)
            },
            PagedList(testDescription: "public timeline") { try TimelineQueries.publicTimeline($0, $1).map(\.id) },
            PagedList(testDescription: "tag timeline") { try TimelineQueries.tag(tag($1), $0, $1) },
            PagedList(testDescription: "timeline of tags") {
                try TimelineQueries.tags(any: [tag($1)], all: [], none: [], $0, $1)
            },
            PagedList(testDescription: "statuses of an account") {
                try TimelineQueries.account(1, upTo: .private, viewer: nil, filter: .init(), $0, $1).map(\.id)
            },
            PagedList(testDescription: "home") { try HomeQueries.candidates(of: 1, $0, $1).map(\.id) },
        ]

    private static func tag(_ connection: Connection) throws -> Int64 {
        let name = try #require(TagName("garden"))
        return try #require(try TagQueries.id(name, connection))
    }

    /// Seven rows in each list of account 1 and status 100.
    static func fill(_ connection: Connection) throws {
        try StorageFixture.add(accounts: 1...8, connection)
        let name = try #require(TagName("garden"))
        let tag = try TagQueries.idMaking(name, at: StorageFixture.now, connection)
        for id in Int64(100)...106 {
            try StorageFixture.add(status: id, by: 1, connection)
            try TagQueries.attach([tag], to: id, isListed: true, connection)
        }
        let options = FollowOptions()
        for other in Int64(2)...8 {
            try RelationshipQueries.setFollow(of: 1, to: other, options, at: StorageFixture.now, connection)
            try RelationshipQueries.setFollow(of: other, to: 1, options, at: StorageFixture.now, connection)
            try RelationshipQueries.setRequest(of: other, to: 1, options, at: StorageFixture.now, connection)
            try RelationshipQueries.block(other, by: 1, at: StorageFixture.now, connection)
            try RelationshipQueries.endorse(other, by: 1, at: StorageFixture.now, connection)
            try RelationshipQueries.mute(
                other,
                by: 1,
                Mute(hidesNotifications: true, expiresAt: nil),
                at: StorageFixture.now,
                connection
            )
            _ = try NotificationQueries.insert(
                .follow,
                for: 1,
                from: other,
                status: nil,
                at: StorageFixture.now,
                connection
            )
            _ = try InteractionQueries.add(.favourite, of: 100, by: other, connection)
            try StorageFixture.add(status: 200 + other, by: other, as: .unlisted, reblogOf: 100, connection)
            for kind in InteractionKind.allCases {
                _ = try InteractionQueries.add(kind, of: 98 + other, by: 1, connection)
            }
        }
        try connection.executeScript("DELETE FROM favourites WHERE account_id = 1 AND status_id = 100")
        _ = try InteractionQueries.add(.favourite, of: 202, by: 1, connection)
    }
}

@Suite("Pages")
struct PageTests {
    @Test("every list keeps the page rules", arguments: TestEngine.available)
    func rules(_ engine: TestEngine) async throws {
        try await StorageFixture.run(engine) { database in
            try await database.write { try PagedList.fill($0) }
            for list in PagedList.all {
                let name = Comment(rawValue: list.testDescription)
                try await database.read { connection in
                    func page(_ request: PageBounds) throws -> [Int64] { try list.cursors(request, connection) }
                    let all = try page(PageBounds(limit: 40))
                    try #require(all.count >= 7, name)
                    #expect(all == all.sorted(by: >), name)
                    #expect(try page(PageBounds(limit: 3)) == Array(all.prefix(3)), name)
                    #expect(try page(PageBounds(maxID: all[2], limit: 3)) == Array(all[3..<6]), name)
                    #expect(try page(PageBounds(sinceID: all[5], limit: 3)) == Array(all.prefix(3)), name)
                    #expect(try page(PageBounds(minID: all[5], limit: 3)) == Array(all[2..<5]), name)
                    #expect(try page(PageBounds(maxID: all[1], minID: all[4], limit: 3)) == Array(all[2..<4]), name)
                    #expect(try page(PageBounds(maxID: all[all.count - 1], limit: 3)) == [], name)
                    #expect(try page(PageBounds(maxID: .max, minID: 0, limit: 40)) == all, name)
                }
            }
        }
    }
}
