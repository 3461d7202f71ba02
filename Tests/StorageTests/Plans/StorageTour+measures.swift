// What moderators do about whole tags and calls.
import Basics
import Database
import Domain
import Storage
import Testing

extension StorageTour {
    static func measures(_ connection: Connection) throws {
        let room = Webhook(id: 7, url: "https://room.example", secret: "s", events: [.statusHeld], createdAt: now)
        try WebhookQueries.insert(room, connection)
        try WebhookQueries.note(7, failure: "away", at: now, connection)
        try WebhookQueries.note(7, failure: nil, at: now, connection)
        #expect(try WebhookQueries.webhook(7, connection)?.answeredAt == now)
        #expect(try WebhookQueries.webhooks(limit: 5, connection).map(\.id) == [7])
        #expect(try WebhookQueries.delete(7, connection))
        try AccountQueries.setDeactivation(nil, of: 1, connection)
        #expect(try AccountQueries.returning(by: now, limit: 5, connection) == [])
        _ = try ScheduledQueries.overdue(of: 1, at: now, connection)
        let tag = try TagQueries.idMaking(try #require(TagName("measured")), at: now, connection)
        try TagQueries.lock(tag, connection)
        for page in [down, up] { #expect(try !TagQueries.list(page, connection).isEmpty) }
        for subject in [Measure.Subject.tag(tag), .call(101)] {
            var measure = Measure(
                subject: subject,
                kind: .notice,
                text: "a",
                language: "en",
                actionID: 1,
                startedAt: now
            )
            try MeasureQueries.set(measure, connection)
            (measure.text, measure.actionID, measure.endsAt) = ("b", 2, now)
            try MeasureQueries.set(measure, connection)
            #expect(try MeasureQueries.measure(.notice, on: subject, connection) == measure)
            #expect(try MeasureQueries.all(connection) == [measure])
            #expect(try MeasureQueries.delete(.notice, on: subject, connection))
            #expect(try !MeasureQueries.delete(.notice, on: subject, connection))
            _ = try SubjectFigureQueries.figures(of: subject, after: 0, bornAfter: now, most: 10, connection)
            try removal(of: subject, connection)
        }
        for source in [
            RemovalCandidateQueries.Source.tag(tag, isListed: true), .tag(tag, isListed: false), .answers(101),
        ] {
            #expect(try RemovalCandidateQueries.page(of: source, after: 0, last: .max, limit: 9, connection).isEmpty)
        }
        _ = try RemovalCandidateQueries.some([101], after: 0, last: .max, connection)
        #expect(try ModerationActionQueries.about("#measured", limit: 9, connection).isEmpty)
        var row = HeldRow(
            id: 161,
            accountID: 1,
            draft: "{}",
            kinds: "tag",
            idempotencyKey: "https://far.example/1",
            createdAt: now,
            measure: .tag(tag)
        )
        #expect(try HeldQueries.insert(row, connection))
        #expect(try HeldQueries.held(uri: "https://far.example/1", connection) == row)
        row.draft = "{\"a\":1}"
        #expect(try HeldQueries.set(draft: row.draft, withKey: "https://far.example/1", of: 1, connection))
        #expect(try HeldQueries.held(161, connection) == row)
        let figures = try SubjectFigureQueries.figures(of: .tag(tag), after: 0, bornAfter: now, most: 10, connection)
        #expect(figures.held == 1)
        #expect(try HeldQueries.delete(161, connection))
    }

    private static func removal(of subject: Measure.Subject, _ connection: Connection) throws {
        let rule = RemovalRule(subject: subject, match: .words("a"), since: now - .seconds(9), until: now)
        var removal = RuleRemoval(
            rule: rule,
            moderator: .account(1),
            actionID: 1,
            text: "b",
            ruleIDs: [2, 3],
            createdAt: now
        )
        removal.id = try RuleRemovalQueries.insert(removal, connection)
        #expect(try RuleRemovalQueries.removal(removal.id, connection) == removal)
        #expect(try RuleRemovalQueries.lockedRemoval(removal.id, connection) == removal)
        #expect(try RuleRemovalQueries.latest(5, of: subject, connection) == [removal])
        try RuleRemovalQueries.add([(2, 7), (1, 9), (1, 8)], to: removal.id, connection)
        try RuleRemovalQueries.add([(1, 8)], to: removal.id, connection)
        try RuleRemovalQueries.set(total: 3, leftOut: 1, of: removal.id, connection)
        #expect(try RuleRemovalQueries.next(2, of: removal.id, connection).map(\.status) == [8, 9])
        #expect(try RuleRemovalQueries.posts(of: 1, in: removal.id, limit: 5, connection) == [8, 9])
        try RuleRemovalQueries.drop((1, 8), from: removal.id, connection)
        #expect(try RuleRemovalQueries.drop(postsOf: 1, from: removal.id, connection) == 1)
        #expect(try RuleRemovalQueries.act(of: 1, in: removal.id, connection) == nil)
        try RuleRemovalQueries.add(author: 1, toldBy: 4, to: removal.id, connection)
        #expect(try RuleRemovalQueries.act(of: 1, in: removal.id, connection) == 4)
        #expect(try RuleRemovalQueries.authors(of: removal.id, connection) == 1)
        try RuleRemovalQueries.advance(removal.id, by: 1, leavingOut: 1, connection)
        try RuleRemovalQueries.finish(removal.id, at: now, connection)
        let done = try #require(try RuleRemovalQueries.removal(removal.id, connection))
        #expect(done.done == 1 && done.leftOut == 2 && done.total == 3 && done.finishedAt == now)
        #expect(try RuleRemovalQueries.next(5, of: removal.id, connection).isEmpty)
        try RuleRemovalQueries.forget(before: now + .seconds(1), limit: 9, connection)
        #expect(try RuleRemovalQueries.latest(5, of: subject, connection).isEmpty)
    }
}
