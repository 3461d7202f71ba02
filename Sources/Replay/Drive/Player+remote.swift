// What somebody on a made-up server does: signed, through the inbox, and waited for where others build on it.

internal import Basics
internal import NIOHTTP1
internal import Synchronization

extension Player {
    /// Starts the made-up servers, where there are to be any.
    func startOrigins() async throws {
        guard plan.options.origins > 0 else { return }
        guard let caller = cast.caller, let answer = await look("/api/v1/accounts/\(caller.id)"), answer.isOK,
            let uri = ServerJSON.parse(answer.body)?["uri"]?.string,
            let authority = uri.split(separator: "/").dropFirst().first.map({ String($0) })
        else { throw ReplayError("The server does not say under which address the caller is known to other servers.") }
        let started = try await Origins.start(
            plan.options.origins,
            people: plan.options.people,
            goal: Origins.Goal(caller: uri, authority: authority)
        )
        origins.withLock { $0 = started }
    }

    func perform(_ event: ReplayEvent, on server: OriginServer, _ origins: Origins, _ names: CallNames) async {
        let person = RemotePerson(name: RemotePerson.name(event.person), authority: server.authority)
        let sender = RemoteSender(
            activities: RemoteActivities(person: person, caller: origins.goal.caller),
            key: server.key,
            origins: origins
        )
        switch event.action {
        case .call: break
        case .post(let post, let to, let tags, let content):
            await write(event, post, to: to, tags: tags, content: content, by: sender)
        case .reblog(let post):
            guard let object = await uri(of: post, origins) else { return skip() }
            let body = sender.activities.announce(object, number: event.number)
            settle(await send(body, by: sender), "a boost from elsewhere") {
                $0.reblogged(post, by: event.person)
            } uncertain: {
                let tags = $0.reach(of: post).tags
                return Uncertain(what: "a boost", effect: .adds, tags: tags, reblogs: 1, concernsPeople: false)
            }
        case .vote(let answer), .answerSilently(let answer):
            // Elsewhere there is no other way to answer silently.
            guard names.poll != nil, let question = await uri(of: 0, origins) else { return skip() }
            let body = sender.activities.vote(EventRequests.answers[answer], in: question)
            settle(await send(body, by: sender), "a vote from elsewhere") { $0.answeredQuietly(event.person) }
        case .edit(let post, _, let tags, let content, let drops):
            await edit(event, post, tags: drops ? [] : tags, content: content, drops: drops, by: sender)
        case .delete(let post): await delete(post, by: sender)
        case .withdraw(let deletesPosts):
            guard deletesPosts else { return skip() }
            for post in ledger.withLock({ $0.posts(by: event.person) }) { await delete(post, by: sender) }
        }
    }

    private func write(
        _ event: ReplayEvent,
        _ post: PostNumber,
        to: PostNumber?,
        tags: TagSet,
        content: Content,
        by sender: RemoteSender
    ) async {
        defer { waiters.answered(post) }
        var parent: String?
        if let to {
            guard let uri = await uri(of: to, sender.origins) else {
                ledger.withLock { $0.lost(post) }
                return skip()
            }
            parent = uri
        }
        let text = ReplayText.of(event, content: content, tags: tags, options: plan.options)
        let id = sender.activities.noteID(post)
        sender.origins.remember(post, id: id, answering: parent)
        let body = sender.activities.create(post, text, tags: tags, answering: parent)
        let delivery = await send(body, by: sender)
        guard case .answered(let answer, _) = delivery, answer.isOK else {
            ledger.withLock { $0.lost(post) }
            return settle(delivery, "a post from elsewhere") { _ in
            } uncertain: { _ in
                Uncertain(what: "a post from elsewhere", effect: .adds, tags: tags, isReply: to != nil)
            }
        }
        // What was taken in counts, whether or not it is ever shown: then its number is 0, which nothing has.
        let shown = await waitUntilShown(id) ?? 0
        if shown == 0 { tally.failed("a post from elsewhere was taken in and is not shown") }
        ledger.withLock { $0.posted(post, id: shown, by: event.person, to: to, tags: tags) }
        reads.owe(options.readers)
    }

    private func edit(
        _ event: ReplayEvent,
        _ post: PostNumber,
        tags: TagSet,
        content: Content,
        drops: Bool,
        by sender: RemoteSender
    ) async {
        guard await id(of: post) != nil, let known = sender.origins.known(post) else { return skip() }
        let text = ReplayText.of(event, content: content, tags: tags, options: plan.options, revision: 1)
        let body = sender.activities.update(post, text, tags: tags, answering: known.parent, at: Clock.system.now())
        settle(await send(body, by: sender), "an edit from elsewhere") {
            $0.edited(post, dropsTags: drops)
        } uncertain: {
            let reblogs = $0.reach(of: post).reblogs
            return Uncertain(
                what: "an edit",
                effect: .removes,
                tags: drops ? .all : [],
                isReply: true,
                reblogs: reblogs
            )
        }
    }

    private func delete(_ post: PostNumber, by sender: RemoteSender) async {
        guard await id(of: post) != nil else { return skip() }
        settle(await send(sender.activities.delete(post), by: sender), "a deletion from elsewhere") {
            $0.deleted(post)
        } uncertain: {
            let (tags, reblogs) = $0.reach(of: post)
            return Uncertain(what: "a deletion", effect: .removes, tags: tags, isReply: true, reblogs: reblogs)
        }
    }

    /// To the shared inbox. A server with enough to do says so, and is left in peace for a moment, as any sender would.
    private func send(_ body: [UInt8], by sender: RemoteSender) async -> Delivery {
        let (path, person) = ("/inbox", sender.activities.person)
        let headers: [(name: String, value: String)]
        do {
            headers = try sender.key.headers(
                postingTo: path,
                at: sender.origins.goal.authority,
                body,
                keyID: person.keyID
            )
        } catch { return .unsent("it cannot be signed: \(error)") }
        var request = WireRequest(method: .POST, path: path, body: body)
        request.headers = headers
        var delivery = await deliver(request, as: .activity)
        for _ in 0..<30 {
            guard case .answered(let answer, _) = delivery, answer.status == 503, stop.reason == nil else { break }
            try? await Task.sleep(for: .seconds(1))
            delivery = await deliver(request, as: .activity)
        }
        return delivery
    }

    /// The server's own number of a post that it has taken in; nil where it is not shown within half a minute.
    private func waitUntilShown(_ uri: String) async -> Int64? {
        let began = clock.now
        let path = "/api/v2/search?type=statuses&q=\(PercentEncoding.encode(uri))"
        var pause = Duration.milliseconds(10)
        while clock.now - began < .seconds(30), !stop.isServerGone {
            guard let answer = await look(path) else { return nil }
            let found = ServerJSON.parse(answer.body)?["statuses"]?.array?.first?["id"]?.string.flatMap { Int64($0) }
            if let found {
                tally.record(.shown, acknowledged: true, took: clock.now - began)
                return found
            }
            try? await Task.sleep(for: pause)
            pause = min(pause * 2, .milliseconds(320))
        }
        return nil
    }

    /// The id under which other servers know a post. Waits until it is there.
    private func uri(of post: PostNumber, _ origins: Origins) async -> String? {
        guard let id = await id(of: post) else { return nil }
        if let known = origins.known(post) { return known.id }
        guard let answer = await look("/api/v1/statuses/\(id)"), answer.isOK,
            let uri = ServerJSON.parse(answer.body)?["uri"]?.string
        else { return nil }
        origins.remember(post, id: uri)
        return uri
    }
}

/// Somebody on a made-up server, with what they sign with.
struct RemoteSender: Sendable {
    let activities: RemoteActivities
    let key: OriginKey
    let origins: Origins
}
