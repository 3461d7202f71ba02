// One event: its request, and what the ledger learns of its outcome.

internal import Synchronization

extension Player {
    func perform(_ event: ReplayEvent) async {
        defer { tally.change { $0.done += 1 } }
        guard let member = cast.member(event.person), let names = namesOrNone(event) else { return leaveOut(event) }
        if let origins = origins.withLock({ $0 }), let server = origins.server(of: event.person) {
            return await perform(event, on: server, origins, names)
        }
        let token = member.token
        switch event.action {
        case .call: break
        case .post(let post, let to, let tags, let content):
            await write(event, post, to: to, tags: tags, content: content, token: token)
        case .reblog(let post):
            guard let id = await id(of: post) else { return skip() }
            let delivery = await deliver(requests.reblog(String(id), token: token), as: .reblog)
            settle(delivery, "a reblog") {
                $0.reblogged(post, by: event.person)
            } uncertain: {
                Uncertain(
                    what: "a reblog",
                    effect: .adds,
                    tags: $0.reach(of: post).tags,
                    reblogs: 1,
                    concernsPeople: false
                )
            }
        case .vote(let answer):
            guard let poll = names.poll else { return skip() }
            let delivery = await deliver(requests.vote(answer, in: poll, token: token), as: .vote)
            settle(delivery, "a vote", doneBefore: 422) { $0.answeredQuietly(event.person) }
        case .answerSilently(let answer):
            let delivery = await deliver(requests.answer(answer, to: names.id, token: token), as: .answer)
            settle(delivery, "a silent answer") { $0.answeredQuietly(event.person) }
        case .edit, .delete: await rethink(event, token: token)
        case .withdraw(let deletes): await withdraw(event.person, from: names.id, deletesPosts: deletes, token: token)
        }
    }

    private func withdraw(_ person: Int32, from call: String, deletesPosts: Bool, token: String) async {
        let request = requests.withdraw(from: call, deletesPosts: deletesPosts, token: token)
        let delivery = await deliver(request, as: .withdraw)
        let what = "a withdrawal"
        let doubt = Uncertain(what: what, effect: .removes, tags: deletesPosts ? .all : [], isReply: true)
        var deleted: [Int64] = []
        if case .answered(let answer, let isRepeat) = delivery {
            deleted = ServerJSON.ids("deleted_posts", in: answer.body)
            // The first of two may have deleted what the second could not name.
            if isRepeat, deletesPosts, deleted.isEmpty { ledger.withLock { $0.isUncertain(doubt) } }
        }
        settle(delivery, what) { [deleted] in
            $0.withdrew(person, deletedPosts: deleted)
        } uncertain: { _ in
            doubt
        }
    }

    /// Names of the call; before it there is none, and nobody needs one.
    private func namesOrNone(_ event: ReplayEvent) -> CallNames? {
        event.at < 0 ? CallNames(id: "", poll: nil) : callNames.withLock { $0 }
    }

    private func write(
        _ event: ReplayEvent,
        _ post: PostNumber,
        to: PostNumber?,
        tags: TagSet,
        content: Content,
        token: String
    ) async {
        defer { waiters.answered(post) }
        var parent: String?
        if let to {
            guard let id = await id(of: to) else {
                ledger.withLock { $0.lost(post) }
                return skip()
            }
            parent = String(id)
        }
        let request = requests.post(event, tags: tags, content: content, answering: parent, token: token)
        let delivery = await deliver(request, as: to == nil ? .post : .reply)
        if isStopped(delivery, event, tags: tags, content: content) { return ledger.withLock { $0.lost(post) } }
        if case .answered(let answer, _) = delivery, answer.isOK, let id = ServerJSON.id(of: answer.body) {
            ledger.withLock { $0.posted(post, id: id, by: event.person, to: to, tags: tags) }
            return reads.owe(options.readers)
        }
        ledger.withLock { $0.lost(post) }
        settle(delivery, "a post") { _ in
        } uncertain: { _ in
            Uncertain(what: "a post", effect: .adds, tags: tags, isReply: to != nil)
        }
    }

    /// A new text, or none.
    private func rethink(_ event: ReplayEvent, token: String) async {
        switch event.action {
        case .edit(let post, _, let tags, let content, let drops):
            guard let id = await id(of: post) else { return skip() }
            let kept = drops ? [] : tags
            let request = requests.edit(event, tags: kept, content: content, id: String(id), token: token)
            let delivery = await deliver(request, as: .edit)
            if isStopped(delivery, event, tags: kept, content: content, revision: 1) { return }
            settle(delivery, "an edit") {
                $0.edited(post, dropsTags: drops)
            } uncertain: {
                Uncertain(
                    what: "an edit",
                    effect: .removes,
                    tags: drops ? tags : [],
                    isReply: true,
                    reblogs: $0.reach(of: post).reblogs
                )
            }
        case .delete(let post):
            guard let id = await id(of: post) else { return skip() }
            settle(await deliver(requests.delete(String(id), token: token), as: .delete), "a deletion", doneBefore: 404)
            {
                $0.deleted(post)
            } uncertain: {
                let (tags, reblogs) = $0.reach(of: post)
                return Uncertain(what: "a deletion", effect: .removes, tags: tags, isReply: true, reblogs: reblogs)
            }
        default: break
        }
    }

    /// Whether the server kept back a text with a private number, as it should.
    private func isStopped(
        _ delivery: Delivery,
        _ event: ReplayEvent,
        tags: TagSet,
        content: Content,
        revision: UInt64 = 0
    ) -> Bool {
        guard plan.options.hasAttack,
            ReplayText.of(event, content: content, tags: tags, options: plan.options, revision: revision).hasNumber
        else { return false }
        var isStopped = false
        if case .answered(let answer, _) = delivery {
            isStopped = answer.status == 422 || answer.body.firstRange(of: Array(#""held_for":"#.utf8)) != nil
        }
        tally.change {
            $0.numbersSent += 1
            if isStopped { $0.numbersStopped += 1 }
        }
        return isStopped
    }

    /// The server's id of a post of the plan. Waits until the post was answered: it is earlier in the plan, so it will.
    func id(of post: PostNumber) async -> Int64? {
        while true {
            switch ledger.withLock({ $0.standing(post) }) {
            case .there(let id): return id
            case .gone: return nil
            case .waiting: await waiters.wait(for: post) { ledger.withLock { $0.standing(post) } == .waiting }
            }
        }
    }

    /// An event that is not sent: nobody shall wait for its post.
    func leaveOut(_ event: ReplayEvent) {
        guard case .post(let post, _, _, _) = event.action else { return }
        ledger.withLock { $0.lost(post) }
        waiters.answered(post)
    }

    func skip() { tally.change { $0.skipped += 1 } }

    /// - Parameters:
    ///   - doneBefore: what the server says to the second of two equal requests.
    ///   - uncertain: what may be different now; by default one more answer.
    func settle(
        _ delivery: Delivery,
        _ what: String,
        doneBefore: Int? = nil,
        acknowledged: (inout Ledger) -> Void,
        uncertain: (Ledger) -> Uncertain? = { _ in nil }
    ) {
        switch delivery {
        case .answered(let answer, let isRepeat):
            if answer.isOK || (isRepeat && answer.status == doneBefore) {
                ledger.withLock { acknowledged(&$0) }
                reads.owe(options.readers)
            } else {
                tally.failed("\(what) was refused with \(answer.status)\(ServerJSON.error(in: answer.body))")
            }
        case .uncertain(let why):
            tally.failed("\(what) is uncertain: \(why)")
            ledger.withLock { $0.isUncertain(uncertain($0) ?? Uncertain(what: what, effect: .adds)) }
        case .unsent(let why): tally.failed("\(what) could not be sent: \(why)")
        }
    }
}
