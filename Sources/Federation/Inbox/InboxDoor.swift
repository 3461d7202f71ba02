// The one way in for what other servers send: what costs least is asked first, and nothing is done before it is written down.

internal import ActivityPub
public import Basics
internal import Connections
internal import Domain
internal import HTTPTypes
public import Hummingbird
internal import Jobs
internal import Logging
internal import NIOCore
internal import Services

extension Federation {
    /// Adds the shared inbox and that of each account.
    ///
    /// - Parameter findAddress: who sends, as far as proxies are believed.
    public func registerInboxes<Context: RemoteAddressRequestContext>(
        on router: Router<Context>,
        findAddress: @escaping @Sendable (Request, Context) -> ClientAddress?
    ) {
        for path in ["/inbox", "/actor/inbox", "/users/:name/inbox"] {
            router.post(RouterPath(path)) { request, context in
                let name = context.parameters.get("name")
                do {
                    try await self.take(request, for: name, from: findAddress(request, context))
                    return Response(status: .accepted)
                } catch let failure as DocumentFailure {
                    return DocumentResponse.failure(failure).response(to: request)
                } catch is BodyFailure {
                    return DocumentResponse.failure(.malformed).response(to: request)
                } catch {
                    // Never a word of what is wrong here, and never a reason to stop sending.
                    self.logger.warning("An activity was not taken in: \(error)")
                    return DocumentResponse.failure(.busy).response(to: request)
                }
            }
        }
    }

    /// Size, type, shape, cheap refusals, signature, a durable row: in this order.
    private func take(_ request: Request, for name: String?, from address: ClientAddress?) async throws {
        guard let type = request.headers[.contentType], Vocabulary.isDocument(contentType: type) else {
            throw DocumentFailure.wrongType
        }
        // Held to the end: what waits for a key to be fetched is still in memory.
        let lease = services.bodies.lease(for: address.map(RateKey.address))
        defer { withExtendedLifetime(lease) {} }
        let body = try await body(of: request, lease)
        let document: JSONValue
        do { document = try Document(body).json } catch { throw DocumentFailure.malformed }
        guard let actor = document.actorID else { throw DocumentFailure.malformed }
        let recipient = try await recipient(name)
        guard try await isWorthLooking(document, by: actor) else { return }

        let pending: PendingSignature
        do {
            pending = try HTTPSignature.read(head(of: request), body: body, now: services.clock.now())
        } catch { throw DocumentFailure.unsigned }
        let signer = try await signer(pending)
        // By whole domains, whatever names and ports are before and behind: whoever has one has as many of those as they like.
        let group = HostGroup.name(of: signer.origin.host)
        if case .busy(retryAfter: _) = services.inbox.load(of: group) { throw DocumentFailure.busy }
        // A type without a meaning here is answered like every other, and forgotten.
        guard let activity = Activity(document, signer: signer) else {
            guard Activity.kind(of: document) == nil else { throw DocumentFailure.malformed }
            return
        }
        try await services.receive(
            InboxDraft(
                activityID: identity(of: activity, signer, pending, body),
                signer: signer.text,
                host: group,
                object: activity.subject.text,
                recipientID: recipient,
                body: body
            )
        )
        guard let name = HTTPField.Name("Collection-Synchronization"), let sync = request.headers[name] else { return }
        // What was sent is taken in already: this is beside it.
        do { try await services.compareFollowers(header: sync, of: signer) } catch {
            logger.debug("Followers of \(signer) were not compared: \(error)")
        }
    }

    /// Adds the list of those followers of an account who are of the server that asks (FEP-8fcf).
    public func registerFollowerSynchronization<Context: RequestContext>(on router: Router<Context>) {
        router.get("/users/:name/followers_synchronization") { request, context in
            let name = context.parameters.get("name") ?? ""
            return await self.respond(to: request, ["name": name]) { federation, document in
                let account = try await federation.openAccount(document).account
                let pending: PendingSignature
                do {
                    pending = try HTTPSignature.read(
                        federation.head(of: request),
                        body: nil,
                        now: federation.services.clock.now()
                    )
                } catch { throw DocumentFailure.unsigned }
                let host = try await federation.signer(pending).origin.authority
                let followers = try await federation.services.followers(of: account.id, on: host)
                let id = ObjectID("\(federation.site.uri(of: account))/followers_synchronization")
                let items = followers.map { ObjectReference.id($0) }
                return .privateDocument(
                    CollectionObject(id: id, kind: .ordered, total: items.count, items: items).json()
                )
            }
        }
    }

    /// What makes an activity the same as one that came before.
    ///
    /// What is said once has an id of its own. What can be so, and not so, and so again comes under one id from many: each
    /// edit of a post (GoToSocial), a Follow or Like after its Undo, and pins without any (Mastodon). There the signature
    /// tells whether a request is a new one. Where somebody else passes it on it tells nothing: they can sign it as often as they like.
    private func identity(
        of activity: Activity,
        _ signer: ObjectID,
        _ pending: PendingSignature,
        _ body: [UInt8]
    ) -> String {
        let id = activity.id?.text ?? EntityTag.of(body)
        switch activity.kind {
        case .create, .announce, .flag: return id
        default: return activity.actor == signer ? "\(id) \(EntityTag.of(pending.signature))" : id
        }
    }

    private func body(of request: Request, _ lease: ByteBudget<RateKey>.Lease) async throws -> [UInt8] {
        let limit = DocumentLimits.document
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw DocumentFailure.tooLarge
        }
        var body: [UInt8] = []
        try await BodyReader.forEachPiece(of: request.body) { piece in
            guard body.count + piece.readableBytes <= limit else { throw DocumentFailure.tooLarge }
            do { try lease.take(piece.readableBytes) } catch { throw DocumentFailure.busy }
            body.append(contentsOf: piece.readableBytesView)
        }
        return body
    }

    /// Whose own inbox it is; nil for the shared one and that of the server.
    private func recipient(_ name: String?) async throws -> Int64? {
        guard let name else { return nil }
        guard Username.isValid(name), let id = try await services.accounts.id(username: name, domain: "") else {
            throw DocumentFailure.notFound
        }
        return id
    }

    /// False for what changes nothing: somebody unknown is gone, or has a new picture. Throws `.forbidden` for hosts that
    /// are kept away, and `.busy` where a host or this server has enough to do.
    private func isWorthLooking(_ document: JSONValue, by actor: ObjectID) async throws -> Bool {
        let host = actor.origin.authority
        guard host != site.webDomain else { throw DocumentFailure.forbidden }
        guard !services.servers.policy(of: host).isSuspended else { throw DocumentFailure.forbidden }
        if case .busy(retryAfter: _) = services.inbox.load(of: HostGroup.name(of: actor.origin.host)) {
            throw DocumentFailure.busy
        }
        if let activity = Activity(document), activity.isAboutItself {
            return try await services.knownAccount(uri: actor.text) != nil
        }
        return true
    }

    /// Whose key signed the request, after all doubt: a key that is known is fetched again once if it does not fit.
    func signer(_ pending: PendingSignature) async throws -> ObjectID {
        do {
            let known = try await services.findKey(pending.keyID)
            if pending.isValid(for: known.key) {
                if !known.isFromCache { services.countProven(keyID: pending.keyID) }
                return known.owner
            }
            guard known.isFromCache else { throw DocumentFailure.unsigned }
            let newer = try await services.findKey(pending.keyID, isFresh: true)
            guard pending.isValid(for: newer.key) else { throw DocumentFailure.unsigned }
            services.countProven(keyID: pending.keyID)
            return newer.owner
        } catch let error as FederationError {
            switch error {
            case .suspended, .off: throw DocumentFailure.forbidden
            case .unreachable: throw DocumentFailure.busy
            case .gone, .refused, .unusable: throw DocumentFailure.unsigned
            }
        }
    }

    /// The head with the public name of this server: a proxy may have passed on another one.
    func head(of request: Request) -> RequestHead {
        var headers: [(name: String, value: String)] = request.headers.map { ($0.name.canonicalName, $0.value) }
        if let host = request.head.authority { headers.append(("host", host)) }
        return RequestHead(
            method: request.method.rawValue,
            authority: site.webDomain,
            isSecure: site.isSecure,
            target: request.head.path ?? "/",
            headers: headers
        )
    }
}

extension JSONValue {
    /// Who says that they did it, whatever it is.
    fileprivate var actorID: ObjectID? {
        guard let value = self["actor"] else { return nil }
        let one = value.array?.first ?? value
        return (one.string ?? one["id"]?.string).flatMap { ObjectID($0) }
    }
}

extension Activity {
    /// What it is about: what is done to the same thing is worked on in order. An Undo is about what it undoes, so that it
    /// does not overtake it.
    var subject: ObjectID {
        let inner = object?.json.flatMap { Activity($0) }
        return (kind == .undo ? inner?.object?.id : nil) ?? object?.id ?? id ?? actor
    }
}
