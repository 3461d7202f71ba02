// The part of the tour that is about other servers.
import Basics
import Database
import Domain
import Storage
import Testing

extension StorageTour {
    static func federation(_ connection: Connection) throws {
        try servers(connection)
        try remoteAccounts(connection)
        try tombstones(connection)
        try movesAndStamps(connection)
        try keys(connection)
        try inbox(connection)
        try deliveries(connection)
    }

    private static func servers(_ connection: Connection) throws {
        try HostQueries.see("peer.example", at: now, connection)
        try HostQueries.heard(from: "peer.example", at: now + .seconds(1), connection)
        try HostQueries.failed("peer.example", at: now + .seconds(2), connection)
        try HostQueries.giveUp("peer.example", at: now + .seconds(3), connection)
        #expect(try HostQueries.unreachable(connection) == ["peer.example"])
        try HostQueries.succeeded("peer.example", at: now + .seconds(4), connection)
        #expect(try HostQueries.notLookedAt(since: now, limit: 5, connection) == ["peer.example"])
        try HostQueries.looked(at: "peer.example", "mastodon", version: "4.6.5", now, connection)
        // What does not answer later is what it was.
        try HostQueries.looked(at: "peer.example", nil, version: nil, now, connection)
        #expect(try HostQueries.notLookedAt(since: now, limit: 5, connection).isEmpty)
        try HostQueries.setSignatureForm(.rfc9421, of: "peer.example", connection)
        let host = RemoteHost(
            name: "peer.example",
            software: "mastodon",
            softwareVersion: "4.6.5",
            firstSeenAt: now,
            lastHeardAt: now + .seconds(1),
            lastSuccessAt: now + .seconds(4),
            lastFailureAt: now + .seconds(3),
            signatureForm: .rfc9421
        )
        #expect(try HostQueries.host("peer.example", connection) == host)
        #expect(try HostQueries.hosts(after: "", limit: 5, connection) == [host])
        #expect(try HostQueries.hosts(named: ["peer.example", "other.example"], connection) == [host])
        #expect(try HostQueries.unreachable(connection).isEmpty)
        var block = ServerBlock(domain: "loud.example", severity: .silence, publicComment: "noise", createdAt: now)
        block = try ServerPolicyQueries.set(block, connection)
        block.severity = .suspend
        #expect(try ServerPolicyQueries.set(block, connection) == block)
        #expect(try ServerPolicyQueries.blocks(connection) == [block])
        #expect(try ServerPolicyQueries.block(block.id, connection) == block)
        #expect(try ServerPolicyQueries.block(of: "loud.example", connection) == block)
        for page in [down, up] { #expect(try ServerPolicyQueries.blocks(page, connection) == [block]) }
        #expect(try ServerPolicyQueries.deleteBlock(block.id, connection))
        let allow = try #require(try ServerPolicyQueries.allow(domain: "friend.example", at: now, connection))
        #expect(try ServerPolicyQueries.allow(domain: "friend.example", at: now + .seconds(9), connection) == allow)
        #expect(try ServerPolicyQueries.allows(connection) == [allow])
        #expect(try ServerPolicyQueries.allow(allow.id, connection) == allow)
        for page in [down, up] { #expect(try ServerPolicyQueries.allows(page, connection) == [allow]) }
        #expect(try ServerPolicyQueries.deleteAllow(allow.id, connection))
    }

    private static func remoteAccounts(_ connection: Connection) throws {
        let uri = "https://peer.example/users/dora"
        let account = Account(id: 900, username: "Dora", domain: "peer.example", createdAt: now, uri: uri, url: uri)
        try AccountQueries.insert(account, connection)
        var remote = RemoteAccount(accountID: 900, host: "peer.example", inbox: "\(uri)/inbox", fetchedAt: now)
        try RemoteAccountQueries.set(remote, connection)
        #expect(try RemoteAccountQueries.account(inbox: "\(uri)/inbox", on: "peer.example", connection) == 900)
        remote.sharedInbox = "https://peer.example/inbox"
        (remote.alsoKnownAs, remote.movedTo) = (["https://a.example/1", "https://b.example/2"], "https://c.example/3")
        (remote.type, remote.statusesCount, remote.namedAt) = (.group, 7, now)
        try RemoteAccountQueries.set(remote, connection)
        #expect(try RemoteAccountQueries.account(900, connection) == remote)
        #expect(try RemoteAccountQueries.accounts([1, 900], connection) == [remote])
        #expect(try RemoteAccountQueries.id(uri: uri, connection) == 900)
        #expect(try RemoteAccountQueries.aliases(of: 900, connection).movedTo == "https://c.example/3")
        try RelationshipQueries.setFollow(of: 900, to: 1, FollowOptions(), at: now, connection)
        #expect(try RemoteAccountQueries.inboxes(followersOf: 1, connection) == ["https://peer.example/inbox"])
        #expect(try RemoteAccountQueries.inboxes(of: [1, 900], connection) == ["https://peer.example/inbox"])
        #expect(try RemoteAccountQueries.followers(of: 1, on: "peer.example", connection) == [uri])
        #expect(try RemoteAccountQueries.accounts(on: "peer.example", after: 0, limit: 5, connection) == [900])
        #expect(try RemoteAccountQueries.hosts(connection) == ["peer.example"])
        #expect(try RemoteAccountQueries.followCount(on: "peer.example", connection) == 1)
        try RemoteAccountQueries.setHostMarks(silenced: true, suspended: false, of: 900, connection)
        #expect(try RemoteAccountQueries.hostMarks(of: 900, connection) == (true, false))
        #expect(try RelationshipQueries.unfollow(of: 900, to: 1, connection) != nil)
        try RemoteAccountQueries.rename(
            900,
            username: "Dorothea",
            domain: "new.example",
            uri: uri,
            url: nil,
            connection
        )
        #expect(try AccountQueries.id(username: "dorothea", domain: "new.example", connection) == 900)
        let emojis = ["sun", "moon"].map {
            RemoteEmoji(host: "peer.example", shortcode: $0, url: "https://peer.example/\($0).png")
        }
        // There is room for one; what is known already is drawn anew.
        try RemoteEmojiQueries.keep(emojis, most: 1, at: now, connection)
        let changed = RemoteEmoji(host: "peer.example", shortcode: "sun", url: "https://peer.example/sun2.png")
        try RemoteEmojiQueries.keep([changed] + emojis.suffix(1), most: 1, at: now, connection)
        #expect(try RemoteEmojiQueries.emojis(of: "peer.example", named: ["sun", "moon"], connection) == [changed])
        #expect(try RemoteEmojiQueries.emojis(of: [900, 1], named: ["sun"], connection).map(\.account) == [900])
    }

    private static func tombstones(_ connection: Connection) throws {
        let uri = "https://peer.example/notes/1"
        try TombstoneQueries.insert(uri, by: 900, at: now, connection)
        try TombstoneQueries.insert(uri, by: 900, at: now, connection)
        try TombstoneQueries.insert(uri, by: 1, at: now, connection)
        #expect(try TombstoneQueries.isGone(uri, of: 900, connection))
        #expect(try !TombstoneQueries.isGone(uri, of: 1, connection))
        #expect(try TombstoneQueries.forget(before: now + .seconds(1), limit: 10, connection) == 1)
        try TombstoneQueries.insert(own: 77, of: 1, at: now, connection)
        try TombstoneQueries.insert(own: 77, of: 1, at: now + .seconds(1), connection)
        #expect(try TombstoneQueries.deletedAt(own: 77, of: 1, connection) == now)
        #expect(try TombstoneQueries.deletedAt(own: 77, of: 900, connection) == nil)
        #expect(try ReportQueries.report(uri: "https://peer.example/flags/1", connection) == nil)
    }

    private static func movesAndStamps(_ connection: Connection) throws {
        try RelationshipQueries.setFollow(of: 1, to: 900, FollowOptions(), at: now, connection)
        #expect(try MoveQueries.localFollowers(of: 900, connection) == [1])
        #expect(try MoveQueries.localFollows(of: 900, connection).map(\.since) == [now])
        #expect(try MoveQueries.localFollowerNames(of: 900, connection).count == 1)
        #expect(try RelationshipQueries.unfollow(of: 1, to: 900, connection) != nil)
        #expect(try MoveQueries.lastMove(of: 900, connection) == nil)
        try MoveQueries.set(movedTo: "https://c.example/3", 1, of: 900, at: now, connection)
        let last = try #require(try MoveQueries.lastMove(of: 900, connection))
        #expect(last.at == now && last.target == 1)
        #expect(try MoveQueries.wasMovedTo(1, after: now - .seconds(1), connection))
        #expect(try !MoveQueries.wasMovedTo(1, after: now, connection))
        #expect(try AccountQueries.details(900, connection)?.movedToID == 1)
        try RemoteAccountQueries.setAliases([], movedTo: nil, of: 900, connection)
        #expect(try AccountQueries.details(900, connection)?.movedToID == nil)
        let (quoted, uri) = (Int64(103), "https://peer.example/notes/9")
        let number = try #require(try QuoteStampQueries.authorize(5, quoting: uri, of: quoted, at: now, connection))
        #expect(try QuoteStampQueries.authorize(6, quoting: uri, of: quoted, at: now, connection) == number)
        #expect(try QuoteStampQueries.authorization(number, connection)?.quoted == quoted)
        for (act, other) in [
            (SentAct.like(status: quoted), SentAct.follow(account: 900)),
            (.follow(account: 900), .block(account: 900)), (.block(account: 900), .like(status: quoted)),
        ] {
            try SentActQueries.set(act, by: 1, 5, connection)
            try SentActQueries.set(act, by: 1, 6, connection)
            #expect(try SentActQueries.number(act, by: 1, connection) == 6)
            #expect(try SentActQueries.number(other, by: 1, connection) == nil)
            try SentActQueries.forget(act, by: 1, connection)
            #expect(try SentActQueries.number(act, by: 1, connection) == nil)
        }
        try QuoteStampQueries.revoke(of: quoted, in: 104, at: now, connection)
        #expect(try QuoteStampQueries.authorization(quoting: uri, of: quoted, connection) == number)
        try ThreadLinkQueries.set(quoted, context: "https://peer.example/c", replies: nil, connection)
        #expect(try ThreadLinkQueries.begin(quoted, unlessAfter: now, at: now, connection))
        #expect(try !ThreadLinkQueries.begin(quoted, unlessAfter: now - .seconds(9), at: now, connection))
        try ThreadLinkQueries.count(7, quoted, end: now, connection)
        let thread = try #require(try ThreadLinkQueries.threads(of: [quoted], connection).first)
        #expect(thread.found == 7 && thread.finishedAt == now && thread.replies == nil)
        try QuoteStampQueries.setStamp("https://peer.example/stamps/1", of: quoted, connection)
        #expect(try QuoteStampQueries.stamp(of: quoted, connection) == "https://peer.example/stamps/1")
        #expect(try QuoteStampQueries.status(stamped: "https://peer.example/stamps/1", connection) == quoted)
    }

    private static func keys(_ connection: Connection) throws {
        let owner = "https://peer.example/users/dora"
        let keys = ["\(owner)#main-key", "\(owner)#ed25519"].map {
            ActorKey(id: $0, owner: owner, host: "peer.example", publicKey: "key of \($0)", fetchedAt: now)
        }
        try ActorKeyQueries.set(keys, of: owner, connection)
        try ActorKeyQueries.set([keys[0]], of: owner, connection)
        #expect(try ActorKeyQueries.key(keys[0].id, connection) == keys[0])
        #expect(try ActorKeyQueries.keys(of: owner, connection) == [keys[0]])
        let own = SealedKeys(
            accountID: 0,
            rsaPublic: "a",
            rsaPrivate: [1],
            ed25519Public: "b",
            ed25519Private: [2],
            createdAt: now
        )
        try SigningKeyQueries.insert(own, connection)
        var late = own
        late.rsaPublic = "another"
        try SigningKeyQueries.insert(late, connection)
        #expect(try SigningKeyQueries.keys(of: 0, connection) == own)
        try SigningKeyQueries.delete(of: 0, connection)
        #expect(try SigningKeyQueries.keys(of: 0, connection) == nil)
    }

    private static func inbox(_ connection: Connection) throws {
        func draft(_ object: String) -> InboxDraft {
            InboxDraft(
                activityID: "https://peer.example/1",
                signer: "https://peer.example/users/dora",
                host: "peer.example",
                object: object,
                recipientID: 1,
                body: [0x7B, 0x7D]
            )
        }
        #expect(try InboxQueries.insert(draft("a"), digest: [1], at: now, connection))
        #expect(try !InboxQueries.insert(draft("a"), digest: [1], at: now, connection))
        #expect(try InboxQueries.insert(draft("a"), digest: [2], at: now, connection))
        #expect(try InboxQueries.insert(draft("b"), digest: [3], at: now, connection))
        func due() throws -> [InboxActivity] {
            try InboxQueries.due(of: "peer.example", by: now, limit: 9, connection)
        }
        let all = try due()
        #expect(
            all.map(\.object) == ["a", "a", "b"] && all.first?.body == [0x7B, 0x7D] && all.first?.recipientID == 1
        )
        let first = try #require(all.first)
        try InboxQueries.postpone(first.id, until: now + .seconds(9), error: "no", givingUp: false, connection)
        #expect(try due().map(\.object) == ["b"])
        try InboxQueries.postpone(first.id, until: now, error: "no", givingUp: true, connection)
        #expect(try due().map(\.object) == ["a", "b"])
        #expect(try InboxQueries.nextDue(of: "peer.example", at: now, connection) == now)
        #expect(try InboxQueries.waiting(connection).map(\.count) == [2])
        try InboxQueries.delete(all.map(\.id).suffix(2), connection)
        #expect(try InboxQueries.nextDue(of: "peer.example", at: now, connection) == nil)
        try InboxQueries.mendLanes(at: now, connection)
        try InboxQueries.forget(before: now + .seconds(1), limit: 9, connection)
        try lanes(connection)
    }

    private static func lanes(_ connection: Connection) throws {
        #expect(try LaneQueries.count(.inbox, connection) == 1)
        #expect(try LaneQueries.isAnyDue(.inbox, by: now, connection))
        func lease(by node: Int64, at moment: Timestamp) throws -> [Lane] {
            try LaneQueries.lease(.inbox, by: node, now: moment, until: moment + .seconds(15), limit: 5, connection)
        }
        #expect(try lease(by: 1, at: now) == [Lane(host: "peer.example")])
        #expect(try lease(by: 2, at: now).isEmpty)
        try LaneQueries.renew(.inbox, by: 1, until: now + .seconds(30), connection)
        #expect(try lease(by: 2, at: now + .seconds(20)).isEmpty)
        let failing = Lane(host: "peer.example", health: HostHealth(failures: 2, failingSince: now))
        try LaneQueries.lock(.inbox, host: failing.host, connection)
        try LaneQueries.keep(.inbox, failing, by: 1, until: now + .seconds(60), connection)
        #expect(try LaneQueries.failing(.inbox, connection) == ["peer.example"])
        #expect(try lease(by: 2, at: now + .seconds(60)) == [failing])
        try LaneQueries.release(.inbox, by: 2, at: now + .seconds(90), connection)
        try LaneQueries.hurry(.inbox, host: "peer.example", at: now, connection)
        #expect(try lease(by: 1, at: now) == [Lane(host: "peer.example")])
        try LaneQueries.remove(.inbox, host: "peer.example", by: 2, connection)
        #expect(try LaneQueries.count(.inbox, connection) == 1)
        try LaneQueries.remove(.inbox, host: "peer.example", by: 1, connection)
        #expect(try LaneQueries.count(.inbox, connection) == 0)
    }

    private static func deliveries(_ connection: Connection) throws {
        try HostQueries.giveUp("dead.example", at: now, connection)
        let hosts = ["a.example", "b.example", "dead.example", String(repeating: "x", count: 254), ""]
        let inboxes = hosts.map { Inbox(url: "https://\($0)/inbox", host: $0) }
        func write(_ topic: String) throws {
            let activity = OutgoingActivity(
                accountID: 1,
                keyID: "#main-key",
                statusID: 77,
                topic: topic,
                body: [0x7B, 0x7D]
            )
            try DeliveryQueries.insert(activity, to: inboxes + [inboxes[0]], at: now, connection)
        }
        for topic in ["x", "x", "y"] { try write(topic) }
        #expect(try LaneQueries.count(.deliveries, connection) == 2)
        func due() throws -> [Delivery] { try DeliveryQueries.due(for: "a.example", by: now, limit: 9, connection) }
        let all = try due()
        #expect(all.count == 3 && all[0].topic == all[1].topic && all[0].topic != all[2].topic)
        #expect(all.first?.inbox == "https://a.example/inbox" && all.first?.body == [0x7B, 0x7D])
        try DeliveryQueries.postpone(all[0].id, until: now + .seconds(9), error: "503", connection)
        #expect(try due().map(\.id) == [all[2].id])
        #expect(try DeliveryQueries.nextDue(for: "a.example", at: now, connection) == now)
        try DeliveryQueries.finish([all[2].id], as: .delivered, connection)
        #expect(try DeliveryQueries.nextDue(for: "a.example", at: now, connection) == now + .seconds(9))
        try DeliveryQueries.finish([all[0].id], as: .delivered, connection)
        let (counts, missing) = try #require(try DeliveryQueries.progress(ofStatus: 77, limit: 9, connection))
        #expect(counts == DeliveryCounts(delivered: 1, waiting: 1, givenUp: 1) && counts.total == 3)
        #expect(missing.map(\.host) == ["b.example", "dead.example"] && missing.map(\.state) == [.waiting, .givenUp])
        #expect(try DeliveryQueries.inboxes(knowing: 77, connection).count == 2)
        try DeliveryQueries.giveUp(host: "b.example", error: "a week", connection)
        #expect(try DeliveryQueries.waiting(connection) == 1)
        try DeliveryQueries.mendLanes(at: now, connection)
        try DeliveryQueries.forget(before: now + .seconds(1), limit: 9, connection)
        #expect(try DeliveryQueries.progress(ofStatus: 77, limit: 9, connection) == nil)
        for host in ["a.example", "b.example"] {
            let lanes = try LaneQueries.lease(
                .deliveries,
                by: 1,
                now: now,
                until: now + .seconds(9),
                limit: 1,
                connection
            )
            #expect(lanes.count == 1, "\(host)")
        }
        for host in ["a.example", "b.example"] { try LaneQueries.remove(.deliveries, host: host, by: 1, connection) }
    }
}
