// Quotes: who asks to quote somebody here, and what others say to those who asked them (FEP-044f).

internal import ActivityPub
internal import Basics
internal import Domain
internal import Services

extension Federation {
    /// Somebody elsewhere wishes to quote a post of this server.
    func quoteRequest(_ activity: Activity, _ sender: Sender) async throws {
        guard let request = activity.id, let object = activity.object?.id,
            let quoted = try await services.status(uri: object.text), quoted.status.isLocal,
            let note = try await instrumentNote(activity), note.author == sender.actor, note.quote?.quoted == object
        else { throw ServiceError.notFound }
        let account = try await services.remoteAccount(uri: sender.actor.text)
        let stamp = try await services.authorizeQuote(of: quoted.status.id, quoting: note.id.text, by: account)
        if stamp != nil {
            if let known = try await services.status(uri: note.id.text) {
                try await services.settleQuote(in: known.status.id, isAccepted: true, by: quoted.status.accountID)
            } else if note.addressing.reach(followers: nil) == .everybody
                || note.addressing.reach(followers: nil) == .unlisted
            {
                _ = try await services.importStatus(note)
            }
        }
        try await answer(
            request,
            .quoteRequest,
            note.id,
            quoted,
            allowing: stamp.map { .quote($0) },
            to: account,
            sender.actor
        )
    }

    /// The post that is to quote or to answer, believed or fetched.
    func instrumentNote(_ activity: Activity) async throws -> Note? {
        guard let instrument = activity.instrument else { return nil }
        if let json = instrument.json {
            switch Belief.of(embedded: json, in: activity.id, owner: activity.actor) {
            case .believed: return Note(json)
            case .refused: return nil
            case .fetch(let id): return try await services.document(id).flatMap { Note($0) }
            }
        }
        guard let id = instrument.id else { return nil }
        return try await services.document(id).flatMap { Note($0) }
    }

    /// Says yes, with the address of the authorization, or no.
    func answer(
        _ request: ObjectID,
        _ kind: Activity.Kind,
        _ note: ObjectID,
        _ asked: CachedStatus,
        allowing authorization: Authorization?,
        to account: Int64,
        _ actor: ObjectID
    ) async throws {
        guard let author = try await services.accounts.account(asked.status.accountID)?.account,
            let own = ObjectID(site.uri(of: author)), let object = try await notes().id(of: asked)
        else { return }
        let question = InteractionQuestion(id: request, kind: kind, actor: actor, object: object, instrument: note)
        guard let activity = question.answer(by: own, allowing: authorization, number: services.ids.next()) else {
            return
        }
        try await services.deliver(
            OutgoingActivity(
                accountID: author.id,
                keyID: Site.keyID(of: own.text),
                topic: note.text,
                body: activity.json()
            ),
            toAccount: account
        )
    }

    /// The answer to a request of ours; false where it is about something else.
    func settledQuote(_ activity: Activity, _ sender: Sender) async throws -> Bool {
        let id: ObjectID?
        if let request = activity.object?.id, let status = QuoteStamp.status(ofRequest: request) {
            id = status
        } else if let json = activity.object?.json, let inner = Activity(json), inner.kind == .quoteRequest {
            id = inner.instrument?.id
        } else {
            return false
        }
        guard let id, site.isOurs(id), let quoting = try await services.status(uri: id.text),
            let quotedID = quoting.status.quote?.quotedID,
            let account = try await services.knownAccount(uri: sender.actor.text),
            let quoted = try await notes().ids(of: [quotedID]).first
        else { throw ServiceError.notFound }
        guard activity.kind == .accept else {
            try await services.settleQuote(in: quoting.status.id, isAccepted: false, by: account)
            return true
        }
        guard let address = activity.result?.id, address.origin == sender.actor.origin,
            let document = try await services.document(address), let stamp = InteractionStamp(document),
            stamp.allows(.quote, object: id, target: quoted, by: sender.actor)
        else { throw ServiceError.forbidden("A quote is agreed to with a stamp") }
        try await services.settleQuote(in: quoting.status.id, isAccepted: true, by: account, stamp: address.text)
        return true
    }

    /// The stamp of an author of this server.
    func quoteAuthorization(_ request: DocumentRequest) async throws -> DocumentResponse {
        let account = try await openAccount(request).account
        guard let number = request.id(request.pathText("id")),
            let found = try await services.quoteAuthorization(number), found.quoted.status.accountID == account.id,
            let author = ObjectID(site.uri(of: account)), let target = try await notes().id(of: found.quoted),
            let object = ObjectID(found.quotingURI), let id = ObjectID(QuoteStamp.address(number, of: author.text))
        else { throw DocumentFailure.notFound }
        let stamp = InteractionStamp(
            id: id,
            kind: .quote,
            author: author,
            interactingObject: object,
            interactionTarget: target
        )
        return .document(stamp.json(), seconds: 60)
    }
}

/// Addresses that have to do with quotes.
enum QuoteStamp {
    static func address(_ number: Int64, of author: String) -> String { "\(author)/quote_authorizations/\(number)" }

    static func request(_ status: ObjectID) -> String { "\(status)#quote-request" }

    /// The post that asks, by the id of its request.
    static func status(ofRequest id: ObjectID) -> ObjectID? { id.text.hasSuffix("#quote-request") ? id.document : nil }
}
