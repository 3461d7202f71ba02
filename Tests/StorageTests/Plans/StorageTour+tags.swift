// The part of the tour that is about what is counted of tags, and about trends.
import Basics
import Database
import Domain
import Storage
import Testing

extension StorageTour {
    /// The tags of `statuses`, counted.
    static func tagCounts(_ connection: Connection) throws {
        let names = [try #require(TagName("MeToo")), try #require(TagName("garden"))]
        let tag = try #require(try TagQueries.id(names[0], connection))
        let other = try #require(try TagQueries.id(names[1], connection))
        #expect(try TagQueries.names([tag, other], connection) == [tag: "metoo", other: "garden"])
        try TagRecountQueries.recountAll(connection)
        #expect(
            try MagnitudeQueries.counts(of: tag, connection) == TagCounts(people: 2, posts: 2, replies: 1, reblogs: 1)
        )
        #expect(try TagCountQueries.uses(of: 1, tag: tag, connection).map(\.statusID) == [100])
        #expect(try TagCountQueries.countedReblogs(of: 100, connection) == 1)
        let person = try #require(try TagCountQueries.person(2, tag: tag, connection))
        #expect(person == TagPerson(posts: 1, replies: 1, firstAt: now, lastAt: now))
        #expect(try !TagCountQueries.insert(person: 2, tag: tag, isReply: false, at: now, connection))
        #expect(try TagCountQueries.insert(person: 3, tag: tag, isReply: false, at: now, connection))
        #expect(try TagCountQueries.countPost(person: 3, tag: tag, isReply: true, at: now, connection) == now)
        try TagCountQueries.set(person, person: 3, tag: tag, connection)
        try TagCountQueries.set(nil, person: 3, tag: tag, connection)
        for sign in [1, -1] as [Int64] {
            try TagCountQueries.change(tag: tag, slot: 0, people: sign, connection)
            try TagCountQueries.change(
                TagBin(size: 60, at: now),
                by: TagBinCount(people: sign),
                tag: tag,
                slot: 0,
                connection
            )
            try TagCountQueries.change(language: nil, tag: tag, slot: 0, by: sign, connection)
            try TagCountQueries.change(origin: "", tag: tag, slot: 0, by: sign, connection)
        }
        try TagCountQueries.countPost(
            tag: other,
            slot: 0,
            at: now,
            isFirstIn: [true, false, false],
            isNew: false,
            connection
        )
        try TagRecountQueries.recount(other, connection)
        #expect(try TagModerationQueries.uses(of: 2, connection).count == 2)
        #expect(try TagModerationQueries.reblogsOfOwn(1, connection).map(\.count) == [1])
        #expect(try TagModerationQueries.reblogs(by: 3, connection).map(\.count) == [1])
        try TagModerationQueries.show(true, statusesOf: 2, connection)
        #expect(try AccountQueries.firstCreatedAt(connection) == now)
        #expect(try AccountQueries.author(4, connection)?.isCounted == false)
        #expect(try AccountQueries.restrictions(of: 4, connection)?.silencedAt == now)
        try magnitude(of: tag, connection)
        try trends(of: tag, connection)
    }

    private static func magnitude(of tag: Int64, _ connection: Connection) throws {
        let steps = try MagnitudeQueries.steps(
            of: tag,
            resolution: 300,
            size: 60,
            from: Timestamp(milliseconds: 0),
            connection
        )
        #expect(steps.map(\.posts) == [2])
        #expect(try MagnitudeQueries.firstMinute(of: tag, connection) == now)
        #expect(try MagnitudeQueries.busiestMinute(of: tag, since: now, connection)?.posts == 2)
        #expect(try MagnitudeQueries.languages(of: tag, limit: 5, connection).map(\.language) == ["en"])
        #expect(try MagnitudeQueries.origins(of: tag, connection).map(\.people) == [2])
        #expect(try MagnitudeQueries.names(of: [tag], connection)[tag]?.display == "MeToo")
        #expect(try MagnitudeQueries.recentUses(of: tag, limit: 5, connection).map(\.status) == [101, 100])
        #expect(try MagnitudeQueries.tags(ofStatuses: [100, 101], connection).count == 3)
        #expect(try MagnitudeQueries.tags(ofPeople: [1, 2], connection).count == 3)
        #expect(try VoiceQueries.newest(ofTag: tag, among: 10, limit: 5, connection) == [100])
        #expect(try VoiceQueries.supported(ofTag: tag, among: 10, limit: 5, connection) == [100])
        #expect(try VoiceQueries.supportedLately(after: 0, among: 10, connection).map(\.id) == [100])
    }

    private static func trends(of tag: Int64, _ connection: Connection) throws {
        try TrendQueries.save([1, 2], of: tag, at: now, connection)
        try TrendQueries.save([3], of: tag, at: now, connection)
        #expect(try TrendQueries.states(after: 0, limit: 5, connection).map(\.state) == [[3]])
        #expect(try TrendQueries.states(of: [tag], connection).map(\.state) == [[3]])
        #expect(try TrendQueries.stateTimes(after: 0, limit: 5, connection).map(\.tag) == [tag])
        try TrendQueries.removeStates(of: [tag], writtenBefore: now, connection)
        #expect(try TrendQueries.states(after: 0, limit: 5, connection).count == 1)
        try TrendQueries.removeStates(of: [tag], writtenBefore: now + .seconds(1), connection)
        #expect(try TrendQueries.states(after: 0, limit: 5, connection).isEmpty)
        #expect(try TrendQueries.people(ofTag: tag, after: 0, limit: 5, connection).map(\.account).count == 2)
        for _ in 0..<2 { try TrendQueries.open(.breaking, of: tag, at: now, connection) }
        #expect(try TrendQueries.openSpans(connection).keys.sorted() == [tag])
        try TrendQueries.close(tag, at: now, connection)
        #expect(
            try TrendQueries.spans(of: tag, limit: 5, connection)
                == [TrendSpan(from: now, to: now, shelf: .breaking)]
        )
        try TrendQueries.rule(.never, tag: tag, by: 1, at: now, connection)
        try TrendQueries.rule(.always, tag: tag, by: nil, at: now, connection)
        #expect(try TrendQueries.rulings(connection) == [tag: .always])
        try TrendQueries.clear(tag, connection)
        #expect(try TrendQueries.uses(after: 0, limit: 10, connection).uses.map(\.use.statusID) == [100, 101, 101])
        #expect(try TrendQueries.regulars(among: [1, 2], at: now, connection).isEmpty)
        #expect(
            try TrendQueries.intervals(of: [tag], size: 3600, since: Timestamp(milliseconds: 0), connection)[tag]?
                .map(\.people) == [2]
        )
    }
}
