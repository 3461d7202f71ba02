// Every query of what those who run a server say, and of what is reported to them.
import Basics
import Database
import Domain
import Storage
import Testing

extension StorageTour {
    static func instance(_ connection: Connection) throws {
        try texts(connection)
        try announcements(connection)
        try activity(connection)
        try reports(connection)
        try moderationActions(connection)
    }

    private static func texts(_ connection: Connection) throws {
        let rule = try InstanceTextQueries.insertRule("Be kind", hint: "", connection)
        #expect(try InstanceTextQueries.rules(connection).map(\.id) == [rule])
        #expect(try InstanceTextQueries.rules([rule], connection).count == 1)
        let text = InstanceText(kind: .terms, text: "a", updatedAt: now, effectiveOn: now.startOfDay)
        try InstanceTextQueries.setText(text, connection)
        #expect(try InstanceTextQueries.texts(connection) == [text])
        #expect(try InstanceTextQueries.removeText(.terms, effectiveOn: now.startOfDay, connection))
        #expect(try InstanceTextQueries.peers(connection).isEmpty)
        let emoji = try EmojiQueries.insert(
            shortcode: "wave",
            category: nil,
            image: ("image/png", [1]),
            still: ("image/png", [2]),
            at: now,
            connection
        )
        let id = try #require(emoji)
        #expect(try EmojiQueries.all(connection).map(\.hasStill) == [true])
        #expect(try EmojiQueries.picture(id, still: true, connection)?.bytes == [2])
        #expect(try EmojiQueries.picture(id, still: false, connection)?.bytes == [1])
        var pictures = try #require(try StoredPictureQueries.pictures(ofEmoji: id, connection))
        #expect(pictures.image == [1] && pictures.still == [2])
        pictures.image = [3]
        try StoredPictureQueries.replace(pictures, connection)
        #expect(try EmojiQueries.picture(id, still: false, connection) == nil)
        #expect(try EmojiQueries.delete(shortcode: "wave", connection))
    }

    private static func announcements(_ connection: Connection) throws {
        let announcement = Announcement(
            id: 0,
            text: "Hello",
            startsAt: nil,
            endsAt: now,
            isAllDay: true,
            publishedAt: now,
            updatedAt: now
        )
        let id = try AnnouncementQueries.insert(announcement, connection)
        #expect(try AnnouncementQueries.all(connection).map(\.id) == [id])
        #expect(try AnnouncementQueries.toTell(by: now, connection).count == 1)
        #expect(try AnnouncementQueries.told(id, connection))
        #expect(try AnnouncementQueries.isPublished(id, by: now, connection))
        try AnnouncementQueries.read(id, by: 1, connection)
        #expect(try AnnouncementQueries.read(by: 1, connection) == [id])
        #expect(try AnnouncementQueries.react(to: id, "a", by: 1, at: now, connection))
        #expect(try AnnouncementQueries.reactions(connection)[id]?.first?.count == 1)
        #expect(try AnnouncementQueries.reactions(by: 1, connection) == [id: ["a"]])
        #expect(try AnnouncementQueries.unreact(to: id, "a", by: 1, connection))
        #expect(try AnnouncementQueries.delete(id, connection))
    }

    private static func activity(_ connection: Connection) throws {
        var week = ActivityWeek(of: now)
        #expect(try ActivityQueries.weeks(since: week.start, connection).isEmpty)
        // The villagers' ids are older than any week.
        let first = ActivityWeek(of: Timestamp(seconds: 0))
        #expect(try ActivityQueries.count(first, until: now, limit: 2, connection))
        #expect(try !ActivityQueries.count(week, until: now, limit: 2, connection))
        for _ in 0..<2 { try ActivityQueries.count([1, 2], in: week, connection) }
        week.logins = 2
        #expect(try ActivityQueries.weeks(since: week.start, connection) == [week])
        try ActivityQueries.forget(peopleBefore: week, weeksBefore: week, limit: 5, connection)
        #expect(try ActivityQueries.weeks(since: first.start, connection) == [week])
    }

    private static func reports(_ connection: Connection) throws {
        #expect(try ReportQueries.statuses([103, 999], of: 1, connection).count <= 1)
        let rule = try #require(try InstanceTextQueries.rules(connection).first).id
        var report = Report(
            accountID: 1,
            targetID: 2,
            category: .spam,
            comment: "",
            statusIDs: [103],
            ruleIDs: [rule],
            createdAt: now,
            updatedAt: now
        )
        report.id = try ReportQueries.insert(report, connection)
        #expect(try ReportQueries.report(report.id, connection) == report)
        #expect(try ReportQueries.reports([report.id], connection) == [report])
        for number in 0..<8 {
            let filter = ReportFilter(
                isResolved: number & 1 != 0,
                accountID: number & 2 != 0 ? 1 : nil,
                targetID: number & 4 != 0 ? 2 : nil
            )
            for page in [down, up] {
                #expect(try ReportQueries.list(filter, page, connection).count == (filter.isResolved ? 0 : 1))
            }
        }
        #expect(try ReportQueries.resolve(report.id, by: 1, at: now, connection).map(\.reporter) == [1])
        #expect(try ReportQueries.report(report.id, connection)?.resolvedBy == 1)
        try ReportQueries.save(report, connection)
        #expect(try ReportQueries.resolve(about: 2, by: nil, at: now, connection).map(\.report) == [report.id])
        #expect(try ReportQueries.report(report.id, connection)?.resolvedAt == now)
        report.resolvedAt = now
        try ReportQueries.save(report, connection)
        #expect(try InstanceTextQueries.removeRule(rule, connection))
        #expect(try UserQueries.users([1, 2], connection).count == 2)
    }
}

extension StorageTour {
    /// What moderators did.
    static func moderationActions(_ connection: Connection) throws {
        let action = ModerationAction(
            moderator: .account(1),
            kind: .silence,
            targetID: 2,
            statusIDs: [103],
            ruleIDs: [1, 2],
            text: "a",
            createdAt: now,
            until: now + .seconds(60)
        )
        var logged = action
        logged.id = try ModerationActionQueries.insert(action, connection)
        #expect(try ModerationActionQueries.actions([logged.id], connection) == [logged.id: logged])
        for number in 0..<8 {
            let filter = ModerationActionFilter(
                actorID: number & 1 != 0 ? 1 : nil,
                targetID: number & 2 != 0 ? 2 : nil,
                kind: number & 4 != 0 ? .silence : nil
            )
            for page in [down, up] {
                #expect(try ModerationActionQueries.list(filter, page, connection).contains(logged))
            }
        }
        try ModerationActionQueries.undo(.silence, on: 2, by: .server, at: now, connection)
        #expect(try ModerationActionQueries.actions([logged.id], connection)[logged.id]?.undoneBy == .server)
        #expect(try !ModerationActionQueries.undo(logged.id, by: .commandLine, at: now, connection))
        #expect(try ModerationActionQueries.sanctions(of: 2, limit: 5, connection).map(\.id) == [logged.id])
        let appeal = Appeal(actionID: logged.id, accountID: 2, text: "b", createdAt: now)
        #expect(try AppealQueries.insert(appeal, connection))
        #expect(try !AppealQueries.insert(appeal, connection))
        #expect(try AppealQueries.open(after: 0, limit: 5, connection) == [appeal])
        let decision = Appeal.Decision(isGranted: true, answer: "c", at: now, by: 1)
        #expect(try AppealQueries.decide(logged.id, decision, connection))
        #expect(try !AppealQueries.decide(logged.id, decision, connection))
        #expect(try AppealQueries.appeals([logged.id], connection)[logged.id]?.decision == decision)
        #expect(try StatusMarkQueries.mark([103], .status, connection) == [103])
        #expect(try StatusMarkQueries.mark([103], .status, connection).isEmpty)
        #expect(try StatusMarkQueries.marked([103, 104], .status, connection) == [103])
        #expect(try StatusMarkQueries.unmark([103], .status, connection) == [103])
        var mark = ModerationAction(moderator: .server, kind: .markStatuses, createdAt: now)
        (mark.targetID, mark.statusIDs) = (2, [103])
        mark.id = try ModerationActionQueries.insert(mark, connection)
        #expect(try ModerationActionQueries.marks(of: 2, limit: 5, connection) == [mark])
        #expect(try ModerationActionQueries.dueMarks(at: now, limit: 5, connection).isEmpty)
        try ModerationActionQueries.setEnd(now, of: mark.id, connection)
        #expect(try ModerationActionQueries.dueMarks(at: now, limit: 5, connection).map(\.id) == [mark.id])
        try StatusMarkQueries.setSensitized(now, of: 2, connection)
        #expect(try StatusMarkQueries.sensitized([1, 2], connection) == [2])
        #expect(try StatusMarkQueries.sensitizedAt(2, connection) == now)
        #expect(
            try StatusMarkQueries.mark(true, statusesOf: 2, connection)
                == StatusMarkQueries.mark(false, statusesOf: 2, connection)
        )
        try StatusMarkQueries.setSensitized(nil, of: 2, connection)
        try ModerationActionQueries.forgetWords(about: 2, connection)
        #expect(try ModerationActionQueries.actions([logged.id], connection)[logged.id]?.text == "")
    }
}
