// Which activities an event becomes, and who gets them.

internal import ActivityPub
internal import Basics
internal import Domain
internal import Services

/// Builds what is sent for one event of the outbox.
struct ActivityBuilder: Sendable {
    let services: Services

    private var site: Site { services.site }
    private var notes: NoteBuilder { NoteBuilder(services: services) }

    /// - Parameter account: the account of this server in whose name it is told.
    func sendings(for event: DomainEvent, by account: Int64) async throws -> [Sending] {
        switch event {
        case .statusPublished(let entry, _, _): try await status(entry.id, .create)
        case .statusEdited(let id, _): try await status(id, .update)
        case .statusDeleted(let entry, _, let concerned): try await deleted(entry, concerned)
        case .reblogged(let entry): try await boost(entry)
        case .unreblogged(let entry): try await unboost(entry)
        case .favourited(let status, let author, let account): try await like(status, author, account, isUndone: false)
        case .unfavourited(let status, let author, let account): try await like(status, author, account, isUndone: true)
        case .voted(_, let status, let account, let choices): try await vote(status, account, choices)
        case .followRequested(let account, let target): try await follow(account, target, isUndone: false)
        case .followed(let follower, let target, let uri): try await accepted(follower, target, uri, by: account)
        case .unfollowed(let account, let target): try await follow(account, target, isUndone: true)
        case .followRejected(let follower, let target, let uri): try await rejected(follower, target, uri)
        case .blocked(let account, let target): try await block(account, target, isUndone: false)
        case .unblocked(let account, let target): try await block(account, target, isUndone: true)
        case .reported(let report, _, _): try await flag(report)
        case .pinned(let status, let account): try await pin(status, account, .add)
        case .unpinned(let status, let account): try await pin(status, account, .remove)
        case .profileChanged(let account), .accountSuspended(let account), .accountUnsuspended(let account),
            .accountDeactivated(let account), .accountReactivated(let account):
            try await profile(account)
        case .accountMoved(let account, let target): try await move(account, target)
        case .quoteRevoked(let quoting, let account): try await revoked(quoting, account)
        case .replyApproved(let reply, _), .replyKeptOut(let reply, _): try await replySettled(reply)
        case .accountDeleted(let account): try await gone(account)
        default: []
        }
    }

    // MARK: Statuses

    private func status(_ id: Int64, _ kind: Activity.Kind) async throws -> [Sending] {
        guard let status = try await services.statuses.status(id), status.status.isLocal,
            status.status.reblogOfID == nil,
            let activity = try await notes.create(status, as: kind)
        else { return [] }
        var audience = try await self.audience(of: status)
        if kind == .update { audience.knowing = id }
        let sending = try await sending(activity, by: status.status.accountID, about: id, to: audience)
        guard kind == .create, let request = try await quoteRequest(in: status) else { return [sending] }
        return [sending, request]
    }

    /// Asks whoever is quoted on another server whether they agree (FEP-044f).
    private func quoteRequest(in status: CachedStatus) async throws -> Sending? {
        guard let quote = status.status.quote, quote.state == .pending, let quotedID = quote.quotedID,
            let object = try await notes.ids(of: [quotedID]).first, let note = try await notes.note(status)
        else { return nil }
        var activity = ActivityDocument(
            id: try objectID(QuoteStamp.request(note.id)),
            kind: .quoteRequest,
            actor: note.author,
            object: .id(object)
        )
        activity.instrument = .note(note)
        activity.addressing = Addressing(to: [try await actor(quote.quotedAccountID).id.text])
        return try await sending(
            activity,
            by: status.status.accountID,
            topic: note.id.text,
            to: .init(accounts: [quote.quotedAccountID])
        )
    }

    /// The stamp of a quote is taken back: told to whoever quotes, and to those who follow the author.
    private func revoked(_ quoting: Int64, _ account: Int64) async throws -> [Sending] {
        guard let status = try await services.statuses.status(quoting), let quoted = status.status.quote?.quotedID,
            let uri = try await notes.id(of: status),
            let number = try await services.quoteAuthorization(quoting: uri.text, of: quoted)
        else { return [] }
        let author = try await actor(account)
        let stamp = try objectID(QuoteStamp.address(number, of: author.id.text))
        var activity = ActivityDocument(
            id: try objectID("\(stamp)#delete"),
            kind: .delete,
            actor: author.id,
            object: .id(stamp)
        )
        activity.addressing = Addressing(to: [Addressing.everybody])
        let audience = Sending.Audience(accounts: [status.status.accountID], followersOf: account)
        return [try await sending(activity, by: account, topic: stamp.text, to: audience)]
    }

    /// A reply that waited goes out now that it was approved. One of another server, which has asked, has its answer.
    private func replySettled(_ id: Int64) async throws -> [Sending] {
        guard let reply = try await services.statuses.status(id) else { return [] }
        guard !reply.status.isLocal else { return reply.status.isUnapproved ? [] : try await status(id, .create) }
        guard let request = try await services.replyRequestURI(of: id).flatMap({ ObjectID($0) }),
            let instrument = reply.status.uri.flatMap({ ObjectID($0) }), let parentID = reply.status.inReplyToID,
            let parent = try await services.statuses.status(parentID), let object = try await notes.id(of: parent)
        else { return [] }
        let question = InteractionQuestion(
            id: request,
            kind: .replyRequest,
            actor: try await actor(reply.status.accountID).id,
            object: object,
            instrument: instrument
        )
        let answer = question.answer(
            by: try await actor(parent.status.accountID).id,
            allowing: reply.status.hiddenBy == nil ? .reply(id) : nil,
            number: services.ids.next()
        )
        guard let answer else { return [] }
        let audience = Sending.Audience(accounts: [reply.status.accountID])
        return [try await sending(answer, by: parent.status.accountID, topic: instrument.text, to: audience)]
    }

    /// Those mentioned, whoever is answered or quoted in public, and unless it is direct everybody who follows the author.
    private func audience(of status: CachedStatus) async throws -> Sending.Audience {
        var audience = Sending.Audience(accounts: status.mentions.map(\.accountID))
        guard status.status.visibility != .direct else { return audience }
        // What is for followers alone goes to nobody else, also where it answers or quotes them.
        if status.status.visibility.isOpen {
            audience.accounts += [status.status.inReplyToAccountID, status.status.quote?.quotedAccountID].compactMap {
                $0
            }
        }
        audience.followersOf = status.status.accountID
        return audience
    }

    private func deleted(_ entry: TimelineEntry, _ concerned: [Int64]) async throws -> [Sending] {
        let author = try await actor(entry.accountID)
        let id = try objectID(site.statusURI(entry.id, by: author.name))
        var activity = ActivityDocument(
            id: try objectID("\(id)#delete"),
            kind: .delete,
            actor: author.id,
            object: .tombstone(id)
        )
        activity.addressing = Addressing(to: [Addressing.everybody])
        // Only to those who were sent it: a deletion would tell all others that it was there.
        let audience = Sending.Audience(accounts: concerned, knowing: entry.id)
        return [try await sending(activity, by: entry.accountID, about: entry.id, topic: id.text, to: audience)]
    }

    private func boost(_ entry: TimelineEntry) async throws -> [Sending] {
        guard let activity = try await notes.activities([entry.id]).first, activity.kind == .announce else { return [] }
        return [
            try await sending(activity, by: entry.accountID, about: entry.id, to: try await audience(ofBoost: entry))
        ]
    }

    private func unboost(_ entry: TimelineEntry) async throws -> [Sending] {
        guard let original = entry.reblogOfID, let object = try await notes.ids(of: [original]).first else { return [] }
        let author = try await actor(entry.accountID)
        let id = try objectID(site.statusURI(entry.id, by: author.name) + "/activity")
        let announce = ActivityDocument(id: id, kind: .announce, actor: author.id, object: .id(object))
        var undo = undo(announce)
        undo.addressing = Addressing(to: [Addressing.everybody])
        let concerned = try await audience(ofBoost: entry).accounts
        let audience = Sending.Audience(accounts: concerned, knowing: entry.id)
        return [try await sending(undo, by: entry.accountID, about: entry.id, topic: id.text, to: audience)]
    }

    private func audience(ofBoost entry: TimelineEntry) async throws -> Sending.Audience {
        var audience = Sending.Audience(followersOf: entry.accountID)
        if let original = entry.reblogOfID, let status = try await services.statuses.status(original) {
            audience.accounts = [status.status.accountID]
        }
        return audience
    }

    private func like(_ status: Int64, _ author: Int64, _ account: Int64, isUndone: Bool) async throws -> [Sending] {
        guard let object = try await notes.ids(of: [status]).first else { return [] }
        let actor = try await actor(account)
        return [
            try await act(.like(status: status), by: account, isUndone: isUndone, topic: object.text, to: author) {
                ActivityDocument(
                    id: try objectID("\(actor.id)#likes/\(status)\($0)"),
                    kind: .like,
                    actor: actor.id,
                    object: .id(object)
                )
            }
        ]
    }

    /// A Note with the name of the choice alone, for each choice: Mastodon's way of voting.
    private func vote(_ status: Int64, _ account: Int64, _ choices: [Int64]) async throws -> [Sending] {
        guard let question = try await services.statuses.status(status), let poll = question.poll,
            let object = try await notes.id(of: question)
        else { return [] }
        let (actor, author) = (try await actor(account), try await actor(question.status.accountID))
        var sendings: [Sending] = []
        for choice in choices.compactMap({ Int(exactly: $0) }) where poll.options.indices.contains(choice) {
            let id = try objectID("\(actor.id)#votes/\(poll.id)/\(choice)")
            var note = Note(id: id, kind: .note, author: actor.id, addressing: Addressing(to: [author.id.text]))
            note.name = poll.options[choice]
            note.inReplyTo = object
            var activity = ActivityDocument(
                id: try objectID("\(id)/activity"),
                kind: .create,
                actor: actor.id,
                object: .note(note)
            )
            activity.addressing = note.addressing
            sendings.append(
                try await sending(
                    activity,
                    by: account,
                    topic: object.text,
                    to: .init(accounts: [question.status.accountID])
                )
            )
        }
        return sendings
    }

    private func pin(_ status: Int64, _ account: Int64, _ kind: Activity.Kind) async throws -> [Sending] {
        guard let object = try await notes.ids(of: [status]).first else { return [] }
        let actor = try await actor(account)
        var activity = ActivityDocument(
            id: try objectID(
                "\(actor.id)#\(kind == .add ? "pins" : "unpins")/\(status)/\(services.clock.now().milliseconds)"
            ),
            kind: kind,
            actor: actor.id,
            object: .id(object)
        )
        activity.target = try objectID("\(actor.id)/featured")
        return [try await sending(activity, by: account, topic: object.text, to: .init(followersOf: account))]
    }

    // MARK: People

    private func follow(_ account: Int64, _ target: Int64, isUndone: Bool) async throws -> [Sending] {
        let (actor, object) = (try await actor(account), try await actor(target))
        return [
            try await act(.follow(account: target), by: account, isUndone: isUndone, to: target) {
                let id = try objectID(FollowID.text(actor.id.text, target, $0))
                return ActivityDocument(id: id, kind: .follow, actor: actor.id, object: .id(object.id))
            }
        ]
    }

    /// Somebody elsewhere follows an account here: their Follow comes back with a yes.
    private func accepted(_ follower: Int64, _ target: Int64, _ uri: String?, by account: Int64) async throws
        -> [Sending]
    {
        guard account == target else { return [] }
        return try await answer(.accept, follower, target, uri)
    }

    private func rejected(_ follower: Int64, _ target: Int64, _ uri: String?) async throws -> [Sending] {
        try await answer(.reject, follower, target, uri)
    }

    private func answer(
        _ kind: Activity.Kind,
        _ follower: Int64,
        _ target: Int64,
        _ uri: String?
    ) async throws -> [Sending] {
        let (actor, other) = (try await actor(target), try await actor(follower))
        let id = uri.flatMap { ObjectID($0) } ?? other.id
        let follow = ActivityDocument(id: id, kind: .follow, actor: other.id, object: .id(actor.id))
        let word = kind == .accept ? "accepts" : "rejects"
        let activity = ActivityDocument(
            id: try objectID("\(actor.id)#\(word)/follows/\(follower)/\(services.clock.now().milliseconds)"),
            kind: kind,
            actor: actor.id,
            object: .activity(follow)
        )
        return [try await sending(activity, by: target, to: .init(accounts: [follower]))]
    }

    private func block(_ account: Int64, _ target: Int64, isUndone: Bool) async throws -> [Sending] {
        let (actor, object) = (try await actor(account), try await actor(target))
        return [
            try await act(.block(account: target), by: account, isUndone: isUndone, to: target) {
                let id = try objectID("\(actor.id)#blocks/\(target)\($0)")
                return ActivityDocument(id: id, kind: .block, actor: actor.id, object: .id(object.id))
            }
        ]
    }

    /// What is said anew each time under another id, and undone under the id with which it was said last: to many servers what
    /// comes again under one id is old.
    ///
    /// - Parameter build: the activity, with what its id ends in.
    private func act(
        _ act: SentAct,
        by account: Int64,
        isUndone: Bool,
        topic: String? = nil,
        to target: Int64,
        _ build: (String) throws -> ActivityDocument
    ) async throws -> Sending {
        let number: Int64? =
            isUndone
            ? try await services.sentNumber(of: act, by: account) : services.ids.next()
        let activity = try build(number.map { "/\($0)" } ?? "")
        var sending = try await sending(
            isUndone ? undo(activity) : activity,
            by: account,
            topic: topic,
            to: .init(accounts: [target])
        )
        sending.act = (act, isUndone ? nil : number)
        return sending
    }

    /// A report goes to the server of whoever is reported, in the name of this server: who reports stays here.
    private func flag(_ id: Int64) async throws -> [Sending] {
        let report = try await services.report(id)
        guard report.isForwarded else { return [] }
        let target = try await actor(report.targetID)
        let server = try objectID(site.instanceActorURI)
        var activity = ActivityDocument(
            id: try objectID("\(server)#flags/\(id)"),
            kind: .flag,
            actor: server,
            object: .ids([target.id] + (try await notes.ids(of: report.statusIDs)))
        )
        activity.addressing = Addressing(to: [target.id.text])
        activity.content = report.comment
        return [try await sending(activity, by: 0, to: .init(accounts: [report.targetID]))]
    }

    private func profile(_ account: Int64) async throws -> [Sending] {
        guard let cached = try await services.accounts.account(account, evenSecret: true), cached.isKnownElsewhere,
            cached.account.isLocal,
            let actor = ActorBuilder.actor(
                cached,
                site,
                try await services.signingKeys(of: account),
                aliases: try await services.aliasesAndMove(of: account)
            )
        else { return [] }
        var activity = ActivityDocument(
            id: try objectID("\(actor.id)#updates/\(services.clock.now().milliseconds)"),
            kind: .update,
            actor: actor.id,
            object: .actor(actor)
        )
        activity.addressing = Addressing(to: [Addressing.everybody])
        return [try await sending(activity, by: account, to: .init(followersOf: account))]
    }

    private func move(_ account: Int64, _ target: Int64) async throws -> [Sending] {
        let (actor, other) = (try await actor(account), try await actor(target))
        var activity = ActivityDocument(
            id: try objectID("\(actor.id)#moves/\(services.clock.now().milliseconds)"),
            kind: .move,
            actor: actor.id,
            object: .id(actor.id)
        )
        activity.target = other.id
        activity.addressing = Addressing(to: ["\(actor.id)/followers"])
        return [try await sending(activity, by: account, to: .init(followersOf: account))]
    }

    private func gone(_ account: Int64) async throws -> [Sending] {
        let actor = try await actor(account)
        var activity = ActivityDocument(
            id: try objectID("\(actor.id)#delete"),
            kind: .delete,
            actor: actor.id,
            object: .id(actor.id)
        )
        activity.addressing = Addressing(to: [Addressing.everybody])
        return [try await sending(activity, by: account, to: .init(followersOf: account))]
    }

    // MARK: Parts

    private func undo(_ activity: ActivityDocument) -> ActivityDocument {
        let id = ObjectID(
            "\(activity.id)\(activity.id.text.contains("#") ? "/" : "#")undo/\(services.clock.now().milliseconds)"
        )
        return ActivityDocument(id: id ?? activity.id, kind: .undo, actor: activity.actor, object: .activity(activity))
    }

    private func actor(_ account: Int64) async throws -> (id: ObjectID, name: String) {
        // Also of whoever is hidden: they go on taking back what they said.
        guard let found = try await services.accounts.account(account, evenSecret: true)?.account else {
            throw ServiceError.notFound
        }
        return (try objectID(site.uri(of: found)), found.username)
    }

    private func objectID(_ text: String) throws -> ObjectID {
        guard let id = ObjectID(text) else { throw ServiceError.notFound }
        return id
    }

    /// What everybody may read carries a proof, so that it can be passed on.
    private func sending(
        _ activity: ActivityDocument,
        by account: Int64,
        about status: Int64? = nil,
        topic: String? = nil,
        to audience: Sending.Audience
    ) async throws -> Sending {
        let isPublic = (activity.addressing.to + activity.addressing.cc).contains(Addressing.everybody)
        let body =
            isPublic
            ? try activity.json(
                provenBy: try await services.signingKeys(of: account).ed25519,
                keyID: "\(activity.actor)#ed25519-key",
                now: services.clock.now()
            ) : activity.json()
        return Sending(
            activity: OutgoingActivity(
                accountID: account,
                keyID: "\(activity.actor)#main-key",
                statusID: status,
                topic: topic ?? activity.actor.text,
                body: body
            ),
            audience: audience
        )
    }
}
