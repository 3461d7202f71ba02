// The part of the tour that is about notifications: told, grouped, held back, taken back; and markers.
import Basics
import Database
import Domain
import Storage
import Testing

extension StorageTour {
    static func notifications(_ connection: Connection) throws {
        let first = try NotificationQueries.insert(.mention, for: 1, from: 2, status: 101, at: now, connection)
        let second = try NotificationQueries.insert(.followRequest, for: 1, from: 3, status: nil, at: now, connection)
        #expect(second > first)
        #expect(
            try NotificationQueries.insertForSubscribers(of: 2, status: 103, at: now, connection).map(\.account) == [1]
        )
        #expect(
            try NotificationQueries.insertForRebloggers(of: 100, author: 1, at: now, connection).map(\.account) == [3]
        )
        for page in [down, up] {
            #expect(
                try NotificationQueries.list(of: 1, .init(), page, connection).map(\.kind) == [
                    .status, .followRequest, .mention,
                ]
            )
            var some = NotificationFilter(kinds: [.followRequest, .mention])
            #expect(try NotificationQueries.list(of: 1, some, page, connection).map(\.id) == [second, first])
            some.includesFiltered = true
            some.from = 3
            #expect(try NotificationQueries.list(of: 1, some, page, connection).map(\.id) == [second])
        }
        #expect(try NotificationQueries.notification(first, of: 1, connection)?.statusID == 101)
        #expect(try NotificationQueries.notification(first, connection)?.accountID == 1)
        #expect(try NotificationQueries.newest(connection) > second)
        try groups(connection)
        try policies(connection)
        try NotificationQueries.withdraw(.followRequest, for: 1, from: 3, status: nil, connection)
        #expect(try NotificationQueries.notification(second, of: 1, connection) == nil)
        #expect(try NotificationQueries.dismiss([first], of: 1, connection).map(\.id) == [first])
        try NotificationQueries.deleteAll(of: 1, from: 2, connection)
        #expect(try NotificationQueries.list(of: 1, .init(), down, connection).isEmpty)
        let newest = try NotificationQueries.newest(connection)
        #expect(try NotificationQueries.clear(of: 3, upTo: newest, limit: 5, connection).count == 1)
        #expect(try NotificationQueries.list(of: 3, .init(), down, connection).isEmpty)
        let action = ModerationAction(moderator: .commandLine, kind: .warn, targetID: 1, createdAt: now)
        let acted = try ModerationActionQueries.insert(action, connection)
        let warning = try WarningQueries.insert("none", "Be kind", of: acted, to: 1, at: now, connection)
        #expect(try WarningQueries.id(ofAction: acted, connection) == warning)
        #expect(try WarningQueries.warnings([warning], connection)[warning]?.text == "Be kind")
        #expect(try WarningQueries.latest(1, of: 1, connection).map(\.id) == [warning])
        try moderation(connection)
        #expect(try UserQueries.staff(connection).isEmpty)
        #expect(try MarkerQueries.set("home", of: 1, lastReadID: 100, at: now, connection)?.version == 0)
        #expect(try MarkerQueries.set("home", of: 1, lastReadID: 101, at: now, connection)?.version == 1)
        #expect(
            try MarkerQueries.markers(of: 1, timelines: ["home", "notifications"], connection).map(\.lastReadID) == [
                101
            ]
        )
    }

    private static func moderation(_ connection: Connection) throws {
        try UserQueries.setRole(.moderator, of: 1, connection)
        #expect(try UserQueries.user(1, connection)?.role == .moderator)
        try UserQueries.setRole(.user, of: 1, connection)
        #expect(try UserQueries.setLocale("de", of: 1, connection))
        #expect(try UserQueries.setFrozen(true, of: 1, connection))
        #expect(try !UserQueries.setFrozen(true, of: 1, connection))
        #expect(try UserQueries.setFrozen(false, of: 1, connection))
        try ModerationEndQueries.set(now, of: "silence", 1, connection)
        try ModerationEndQueries.set(now + .seconds(1), of: "silence", 1, connection)
        #expect(try ModerationEndQueries.end(of: "silence", 1, connection) == now + .seconds(1))
        #expect(try ModerationEndQueries.due(at: now, limit: 5, connection).isEmpty)
        let due = try ModerationEndQueries.due(at: now + .seconds(1), limit: 5, connection)
        #expect(due.map(\.account) == [1] && due.map(\.moderation) == ["silence"])
        try ModerationEndQueries.set(nil, of: "silence", 1, connection)
        #expect(try ModerationEndQueries.end(of: "silence", 1, connection) == nil)
        for text in ["a", "b"] { try CommandEventQueries.insert(text, connection) }
        let texts = try CommandEventQueries.texts(limit: 5, connection)
        #expect(texts.map(\.text) == ["a", "b"])
        try CommandEventQueries.remove(upTo: texts[0].id, connection)
        #expect(try CommandEventQueries.texts(limit: 5, connection).map(\.text) == ["b"])
        try CommandEventQueries.remove(upTo: .max, connection)
        #expect(try CommandEventQueries.texts(limit: 5, connection).isEmpty)
    }

    private static func groups(_ connection: Connection) throws {
        var ids: [Int64] = []
        var place: Int64 = 0
        for from in Int64(2)...4 {
            place = try NotificationGroupQueries.place(.favourite, for: 1, status: 100, at: now, connection)
            let id = try NotificationQueries.insert(
                .favourite,
                for: 1,
                from: from,
                status: 100,
                group: place,
                at: now,
                connection
            )
            try NotificationGroupQueries.grow(place, by: id, at: now, connection)
            ids.append(id)
        }
        #expect(try NotificationRecountQueries.differences(limit: 10, connection) == [])
        for page in [down, up] {
            let found = try NotificationGroupQueries.list([.favourite, .follow], of: 1, page, connection)
            #expect(found.map(\.count) == [3] && found.map(\.lastID) == [ids[2]] && found.map(\.id) == [place])
            #expect(try NotificationQueries.members(of: place, page, connection).map(\.item) == [4, 3, 2])
        }
        let bucket = NotificationGroup.bucket(of: now)
        let found = try NotificationGroupQueries.group(.favourite, status: 100, bucket: bucket, of: 1, connection)
        #expect(found?.id == place)
        #expect(try NotificationGroupQueries.samples(of: [place], connection) == [place: [4, 3, 2]])
        #expect(try NotificationGroupQueries.oldest(of: [place], from: ids[1], connection) == [place: ids[1]])
        #expect(try NotificationQueries.notification(ids[0], connection)?.groupKey.text == "favourite-100-\(bucket)")
        try NotificationQueries.withdraw(.favourite, for: 1, from: 4, status: 100, connection)
        let left = try NotificationGroupQueries.list([.favourite], of: 1, down, connection)
        #expect(left.map(\.lastID) == [ids[1]] && left.map(\.count) == [2])
        let removed = try NotificationQueries.dismissGroup(place, limit: 1, connection)
        #expect(removed.map(\.id) == [ids[0]])
        #expect(try NotificationRecountQueries.differences(limit: 10, connection).map(\.counter) == ["count"])
        #expect(try NotificationRecountQueries.repair(connection) == 1)
        let rest = try NotificationQueries.dismissGroup(place, limit: 5, connection)
        try NotificationGroupQueries.settle(rest, connection)
        #expect(try NotificationGroupQueries.list([.favourite], of: 1, down, connection).isEmpty)
        #expect(try NotificationRecountQueries.differences(limit: 10, connection) == [])
    }

    private static func policies(_ connection: Connection) throws {
        var policy = try NotificationPolicyQueries.policy(of: 1, connection)
        #expect(policy == NotificationPolicy())
        policy.newAccounts = .drop
        policy.shieldUntil = now
        _ = try MentionRateQueries.moment(ofMentionWith: 29, 1, connection)
        _ = try MentionRateQueries.mentions(of: 1, after: now, limit: 100, connection)
        try NotificationPolicyQueries.set(policy, of: 1, connection)
        #expect(try NotificationPolicyQueries.policy(of: 1, connection) == policy)
        let standing = try NotificationPolicyQueries.standing(
            of: 1,
            to: 2,
            conversation: 100,
            status: 102,
            now: now,
            connection
        )
        #expect(standing?.policy == policy && standing?.sender.isFollowed == true && standing?.hasPush == false)
        #expect(standing?.sender.isDirect == true && standing?.sender.isUnwanted == false)
        #expect(try !NotificationPolicyQueries.isAnswer(102, by: 2, to: 1, connection))
        let held = try NotificationQueries.insert(
            .mention,
            for: 1,
            from: 4,
            status: 100,
            isFiltered: true,
            at: now,
            connection
        )
        try NotificationRequestQueries.ask(1, from: 4, at: now, connection)
        for page in [down, up] {
            let found = try NotificationRequestQueries.list(of: 1, page, connection)
            #expect(found.map(\.count) == [1] && found.map(\.lastStatusID) == [100])
        }
        let request = try #require(try NotificationRequestQueries.list(of: 1, down, connection).first)
        #expect(try NotificationRequestQueries.requests([request.id], of: 1, connection) == [request])
        try NotificationPolicyQueries.permit(4, by: 1, connection)
        #expect(try NotificationPolicyQueries.isMerging(1, connection))
        #expect(try NotificationPolicyQueries.merging(limit: 5, connection).map(\.from) == [4])
        #expect(try NotificationRequestQueries.held(of: 1, from: 4, limit: 5, connection).map(\.id) == [held])
        try NotificationRequestQueries.show([held], in: nil, connection)
        try NotificationPolicyQueries.setMerged(4, by: 1, connection)
        #expect(try !NotificationPolicyQueries.isMerging(1, connection))
        try NotificationRequestQueries.end(1, from: 4, connection)
        _ = try NotificationQueries.insert(
            .mention,
            for: 1,
            from: 4,
            status: 100,
            isFiltered: true,
            at: now,
            connection
        )
        #expect(try NotificationRequestQueries.discard(of: 1, from: 4, limit: 5, connection) == 1)
        try NotificationQueries.deleteAll(of: 1, from: 4, connection)
    }
}
