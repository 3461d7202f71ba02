// Sending one notification to one app, as a job: encrypted for the app, signed for its push service.

internal import Basics
internal import Database
internal import Domain
public import Jobs
internal import Storage

extension Change {
    /// How many accounts are asked for at once.
    private static let askedAtOnce = 500

    /// Writes down what is to be pushed of notifications of one kind.
    mutating func enqueuePushes(_ kind: NotificationKind, _ all: [(id: Int64, account: Int64)]) throws {
        var rest = all[...]
        while !rest.isEmpty {
            let some = rest.prefix(Self.askedAtOnce)
            rest = rest.dropFirst(Self.askedAtOnce)
            let ids = Dictionary(some.map { ($0.account, $0.id) }) { first, _ in first }
            for (subscription, account, endpoint) in try PushQueries.wanting(kind, of: some.map(\.account), connection)
            {
                guard let notification = ids[account], let host = PushEndpoint(endpoint)?.host else { continue }
                let payload = PushJob(subscription: subscription, notification: notification)
                try enqueue(JobDraft(kind: PushJob.kind, payload: payload.text, host: HostGroup.name(of: host)))
            }
        }
    }
}

/// Which notification goes where. Ids only: a job's row tells nothing.
struct PushJob: Sendable, Equatable {
    static let kind = "push"

    var subscription: Int64
    var notification: Int64

    init(subscription: Int64, notification: Int64) {
        self.subscription = subscription
        self.notification = notification
    }

    init?(_ text: String) {
        guard let json = try? JSONValue.parse(Array(text.utf8)), case .number(let first) = json["subscription"],
            case .number(let second) = json["notification"], let subscription = Int64(first),
            let notification = Int64(second)
        else { return nil }
        self.init(subscription: subscription, notification: notification)
    }

    var text: String { #"{"subscription":\#(subscription),"notification":\#(notification)}"# }
}

extension Services {
    /// Push services keep a message for so long, and what is older is not worth sending.
    static let pushLifetime = Duration.seconds(48 * 3600)

    public func handlePushes(_ handlers: inout JobHandlers) {
        // Few push services serve all apps.
        let limits = JobLimits(atOnce: 16, ofOneHost: 4)
        handlers.handle(PushJob.kind, attempts: 15, timeout: .seconds(30), limits: limits) { [self] job in
            try await deliver(job)
        }
    }

    private func deliver(_ job: Job) async throws {
        guard let send = push.settings.send else { throw JobRefused("pushing is switched off") }
        guard let wish = PushJob(job.payload) else { throw JobRefused("the job cannot be read") }
        guard let parcel = try await parcel(wish) else { return }
        guard let token = push.seal.open(parcel.subscription.sealedToken, id: parcel.subscription.tokenID) else {
            // Another node may have the key; the app subscribes anew at its next start.
            throw PushFailure.sealed
        }
        let message = try await message(parcel, token: token)
        let status = try await send(message)
        switch status {
        case 200..<300: return
        // Gone, or never to be had: the app has to ask anew. Not where the message was too large or too early.
        case 400..<500 where ![408, 413, 425, 429].contains(status):
            try await change { change in
                try PushQueries.delete(
                    parcel.subscription.id,
                    endpoint: parcel.subscription.endpoint,
                    change.connection
                )
            }
        case 413: throw JobRefused("the push service takes no message of \(message.body.count) bytes")
        default: throw PushFailure.answered(status)
        }
    }

    /// What is to be sent, if it still is.
    private func parcel(_ job: PushJob) async throws -> PushParcel? {
        let now = clock.now()
        let found = try await database.read { connection -> PushParcel? in
            guard let subscription = try PushQueries.subscription(job.subscription, connection),
                let record = try NotificationQueries.notification(job.notification, connection),
                record.accountID == subscription.accountID,
                let user = try UserQueries.user(record.accountID, connection)
            else { return nil }
            return PushParcel(subscription: subscription, record: record, user: user)
        }
        guard let parcel = found, !parcel.record.isFiltered, parcel.record.createdAt > now - Services.pushLifetime,
            parcel.subscription.alerts.contains(PushAlerts(parcel.record.kind)), !parcel.user.isDisabled
        else { return nil }
        let (account, from) = (parcel.record.accountID, parcel.record.fromAccountID)
        let relations = try await relations.relations(of: account)
        guard !relations.hidesNotifications(from: from) else { return nil }
        switch parcel.subscription.policy {
        case .all: return parcel
        case .none: return nil
        case .followed: return relations.follow(of: from) == nil ? nil : parcel
        case .follower:
            let follows = try await self.relations.relations(of: from).follow(of: account)
            return follows == nil ? nil : parcel
        }
    }

    private func message(_ parcel: PushParcel, token: String) async throws -> PushMessage {
        guard let endpoint = PushEndpoint(parcel.subscription.endpoint) else {
            throw JobRefused("the endpoint is not an address")
        }
        // Moderators are told of sign-ups that wait for them.
        guard
            let from = try await accounts.accounts(
                [parcel.record.fromAccountID],
                for: parcel.record.accountID,
                evenNewcomers: true
            )[parcel.record.fromAccountID]?.account,
            let text = try await pushText(parcel, from: from, token: token)
        else { throw JobRefused("what it was about is gone") }
        let key = try await vapidKey()
        let subject = site.contactEmail.isEmpty ? site.url : "mailto:\(site.contactEmail)"
        let proof = try key.token(for: endpoint.origin, subject: subject, at: clock.now())
        let cipher = PushCipher()
        let subscription = parcel.subscription
        var headers: [(name: String, value: String)] = [
            ("TTL", "\(Services.pushLifetime.milliseconds / 1000)"), ("Urgency", "normal"),
            ("Content-Type", "application/octet-stream"),
        ]
        let body: [UInt8]
        if subscription.isStandard {
            body = try cipher.standard(text, for: subscription.publicKey, auth: subscription.auth)
            headers.append(("Content-Encoding", "aes128gcm"))
            headers.append(("Authorization", "vapid t=\(proof),k=\(key.publicText)"))
        } else {
            let sealed = try cipher.legacy(text, for: subscription.publicKey, auth: subscription.auth)
            body = sealed.body
            headers.append(("Content-Encoding", "aesgcm"))
            headers.append(("Encryption", "salt=\(Base64URL.encode(sealed.salt))"))
            headers.append(("Crypto-Key", "dh=\(Base64URL.encode(sealed.key));p256ecdsa=\(key.publicText)"))
            headers.append(("Authorization", "WebPush \(proof)"))
        }
        return PushMessage(endpoint: endpoint, headers: headers, body: body)
    }
}

/// One notification with whom it is for.
struct PushParcel: Sendable {
    var subscription: PushSubscription
    var record: NotificationRecord
    var user: User
}

/// Why a push is to be tried again. No address and no key is in these sentences: they are logged.
enum PushFailure: Error, CustomStringConvertible {
    case answered(Int)
    case sealed

    var description: String {
        switch self {
        case .answered(let status): "the push service answered \(status)"
        case .sealed: "the token was sealed with another push.key"
        }
    }
}
