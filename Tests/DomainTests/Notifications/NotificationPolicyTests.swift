// Which rule decides on a notification.

import Basics
import Domain
import Testing

@Suite("Notification rules")
struct NotificationPolicyTests {
    private static let now = Timestamp(seconds: 1_700_000_000)
    private static let day = Duration.seconds(86_400)

    private func ruling(
        on kind: NotificationKind = .mention,
        _ sender: NotificationSender,
        isAnswer: Bool = false,
        _ change: (inout NotificationPolicy) -> Void = { _ in }
    ) -> NotificationRuling {
        var policy = NotificationPolicy()
        change(&policy)
        return policy.ruling(on: kind, sender, at: Self.now) { isAnswer }
    }

    private var stranger: NotificationSender { NotificationSender(createdAt: Self.now - .seconds(100 * 86_400)) }

    @Test("each rule applies to those it is about")
    func rules() {
        var sender = stranger
        #expect(ruling(sender) == .accept)
        #expect(ruling(sender) { $0.notFollowing = .filter } == .filter)
        #expect(ruling(sender) { $0.notFollowers = .drop } == .drop)
        sender.isFollowed = true
        #expect(ruling(sender) { $0.notFollowing = .filter } == .accept)
        sender.followsSince = Self.now - .seconds(2 * 86_400)
        #expect(ruling(sender) { $0.notFollowers = .filter } == .filter)
        sender.followsSince = Self.now - .seconds(4 * 86_400)
        #expect(ruling(sender) { $0.notFollowers = .filter } == .accept)
        sender.createdAt = Self.now - .seconds(29 * 86_400)
        #expect(ruling(sender) { $0.newAccounts = .filter } == .filter)
        sender.isBot = true
        #expect(ruling(sender) { $0.bots = .drop } == .drop)
    }

    @Test("the strictest counts, and a permission sets rules aside, but no block")
    func strictest() {
        var sender = stranger
        sender.createdAt = Self.now
        let change = { (policy: inout NotificationPolicy) in
            policy.notFollowing = .filter
            policy.newAccounts = .drop
        }
        #expect(ruling(sender, change) == .drop)
        sender.isPermitted = true
        #expect(ruling(sender, change) == .accept)
        sender.isUnwanted = true
        #expect(ruling(sender, change) == .drop)
        #expect(ruling(on: .poll, sender) == .drop)
    }

    @Test("a shield holds what strangers and new accounts say, until its end")
    func shield() {
        let up = { (policy: inout NotificationPolicy) in policy.shieldUntil = Self.now + .seconds(1) }
        var sender = stranger
        #expect(ruling(sender, up) == .filter)
        #expect(ruling(on: .quote, sender, up) == .filter)
        for kind in [NotificationKind.favourite, .reblog, .follow, .followRequest] {
            #expect(ruling(on: kind, sender, up) == .accept, "\(kind)")
        }
        #expect(ruling(sender) { $0.shieldUntil = Self.now } == .accept)
        #expect(ruling(sender) { ($0.shieldUntil, $0.notFollowing) = (Self.now + .seconds(1), .drop) } == .drop)
        sender.isDirect = true
        let open = { (policy: inout NotificationPolicy) in
            up(&policy)
            policy.privateMentions = .accept
        }
        #expect(ruling(sender, open) == .filter)
        #expect(ruling(sender, isAnswer: true, open) == .accept)
        sender = stranger
        sender.followsSince = Self.now - .seconds(2 * 86_400)
        #expect(ruling(sender, up) == .filter)
        sender.followsSince = Self.now - .seconds(4 * 86_400)
        #expect(ruling(sender, up) == .accept)
        sender.createdAt = Self.now - .seconds(29 * 86_400)
        #expect(ruling(sender, up) == .filter)
        sender.isFollowed = true
        #expect(ruling(sender, up) == .accept)
        sender.isFollowed = false
        sender.isPermitted = true
        #expect(ruling(sender, up) == .accept)
    }

    @Test("it is proposed where there is more than a little, and far more than usual")
    func proposal() {
        #expect(!NotificationPolicy.proposesShield(lastHour: 29, usualPerHour: 0))
        #expect(NotificationPolicy.proposesShield(lastHour: 30, usualPerHour: 0))
        #expect(NotificationPolicy.proposesShield(lastHour: 30, usualPerHour: 3))
        #expect(!NotificationPolicy.proposesShield(lastHour: 30, usualPerHour: 3.1))
    }

    @Test("what one asked for or must know is never held back", arguments: NotificationKind.allCases)
    func kinds(kind: NotificationKind) {
        let ruling = ruling(on: kind, stranger) { $0.notFollowing = .drop }
        #expect(ruling == (kind.isFilterable ? .drop : .accept))
    }

    @Test("somebody limited, and a private mention out of the blue, are held back from the start")
    func standard() {
        var sender = stranger
        sender.isLimited = true
        #expect(ruling(sender) == .filter)
        sender.isFollowed = true
        #expect(ruling(sender) == .accept)
        sender = stranger
        sender.isDirect = true
        #expect(ruling(sender) == .filter)
        #expect(ruling(sender, isAnswer: true) == .accept)
        sender.isFollowed = true
        #expect(ruling(sender) == .accept)
    }

    @Test("keys of groups are read as they are written, and others are none")
    func keys() {
        for key in [
            GroupKey.group(.favourite, status: 12, bucket: 3), .group(.follow, status: nil, bucket: 3), .ungrouped(7),
        ] {
            #expect(GroupKey(key.text) == key)
        }
        for text in [
            "", "-", "ungrouped", "ungrouped--1", "favourite-1", "favourite-1-2-3", "mention-1-2", "follow-x",
            "follow-1-2",
        ] {
            #expect(GroupKey(text) == nil, "\(text)")
        }
    }
}
