// The part of the tour that is about push subscriptions and the server's own secrets.
import Basics
import Database
import Domain
import Storage
import Testing

extension StorageTour {
    static func push(_ connection: Connection) throws {
        var subscription = PushSubscription(
            tokenID: 60,
            accountID: 1,
            endpoint: "https://push.example/1",
            publicKey: [4, 1],
            auth: [2],
            isStandard: true,
            alerts: [PushAlerts(.mention), PushAlerts(.quotedUpdate)],
            policy: .followed,
            sealedToken: [3]
        )
        subscription.id = try PushQueries.replace(subscription, at: now, connection)
        subscription.id = try PushQueries.replace(subscription, at: now, connection)
        #expect(try PushQueries.subscription(ofToken: 60, connection) == subscription)
        #expect(try PushQueries.subscription(subscription.id, connection) == subscription)
        for kind in NotificationKind.allCases {
            let found = try PushQueries.wanting(kind, of: [1, 2], connection)
            #expect(found.map(\.id) == (subscription.alerts.contains(PushAlerts(kind)) ? [subscription.id] : []))
        }
        #expect(
            try NotificationPolicyQueries.standing(of: 1, to: 2, conversation: 0, status: nil, now: now, connection)?
                .hasPush == true
        )
        try PushQueries.set([PushAlerts(.poll)], .none, ofToken: 60, connection)
        #expect(try PushQueries.wanting(.poll, of: [1], connection).isEmpty)
        try PushQueries.delete(subscription.id, endpoint: "https://push.example/2", connection)
        #expect(try PushQueries.subscription(ofToken: 60, connection) != nil)
        try PushQueries.delete(subscription.id, endpoint: subscription.endpoint, connection)
        #expect(try PushQueries.subscription(ofToken: 60, connection) == nil)
        try PushQueries.delete(ofToken: 60, connection)
        try PushQueries.keep(secret: [1], named: "a", connection)
        try PushQueries.keep(secret: [2], named: "a", connection)
        #expect(try PushQueries.secret("a", connection) == [1])
    }
}
