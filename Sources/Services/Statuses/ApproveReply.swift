// The author of a post approves a reply that waits below it, or keeps it out; and changes their mind (docs/decisions/0049).

internal import Database
internal import Domain
internal import Storage

extension Services {
    /// Puts a reply into the thread, unless others above have to approve it as well. Also one that was kept out, or hidden since.
    ///
    /// Throws `ServiceError.notFound` for a reply about which the account was not asked, or that it may not see, `.forbidden` while
    /// moderators let nobody reply there.
    ///
    /// - Parameter evenUnasked: also one that nothing but the account's word keeps out, for the post that asked is gone.
    public func approveReply(_ id: Int64, by account: Int64, evenUnasked: Bool = false) async throws {
        let cached = try await visibleOriginal(id, for: account)
        guard try await !hasLockedReplies(cached.status) else { throw ServiceError.repliesLocked }
        let (deaf, sender) = (try await deaf(to: cached.status), try await sender(ofShown: cached))
        try await change { change in
            guard let (reply, request) = try change.asked(id, of: account), evenUnasked || request != nil else {
                throw ServiceError.notFound
            }
            guard request?.state != .approved else {
                if try ReplyQueries.unhide(id, by: account, change.connection) { change.record(.statusChanged(id: id)) }
                return
            }
            _ = try ReplyRequestQueries.decide(.approved, on: id, by: account, at: change.now, change.connection)
            try change.handOn(reply, by: account, except: deaf, sender: sender)
        }
    }

    /// Keeps a reply out of the thread, or takes it out again.
    ///
    /// Throws `ServiceError.notFound` for a reply about which the account was not asked.
    public func keepReplyOut(_ id: Int64, by account: Int64) async throws {
        try await change { change in
            guard let (reply, request) = try change.asked(id, of: account) else { throw ServiceError.notFound }
            switch request?.state {
            case nil, .keptOut: return
            case .approved where !reply.isUnapproved:
                guard try ReplyQueries.hide(id, by: account, change.connection) else { return }
                try change.forgetWord(of: reply, for: account)
                change.record(.statusChanged(id: id))
            case .waits, .approved:
                _ = try ReplyRequestQueries.decide(.keptOut, on: id, by: account, at: change.now, change.connection)
                try ReplyRequestQueries.settle(id, hiddenBy: account, .keptOut, change.connection)
                try change.forgetWord(of: reply, for: account)
                try change.record(
                    .replyKeptOut(status: id, account: account),
                    sentBy: reply.isLocal ? nil : try change.answerer(of: [request].compactMap { $0 }, to: reply)
                )
            }
        }
    }

    /// Remembers by which activity another server asks for a reply of one of its accounts that waits here. Returns false where it
    /// waits no more.
    public func setReplyRequest(_ uri: String, of reply: Int64) async throws -> Bool {
        try await change { try ReplyRequestQueries.set(uri: uri, of: reply, $0.connection) }
    }

    /// Those who have hidden something above a reply.
    private func deaf(to reply: Status) async throws -> Set<Int64> {
        let above = (reply.threadPath.ids + [reply.inReplyToID].compactMap { $0 }).filter { $0 != reply.id }
        return Set(try await statuses.statuses(Array(Set(above))).values.compactMap(\.status.hiddenBy))
    }
}

extension Change {
    /// Writes whom a new reply has to wait for. The first of them is told, unless others wait for them already: one word that there is
    /// something, and not one for each.
    mutating func askApproval(
        of above: [(account: Int64, status: Int64)],
        for reply: Status,
        except untold: Set<Int64>
    ) throws {
        guard let first = above.first?.account else { return }
        let isFirst = try ReplyRequestQueries.count(for: first, most: 1, connection) == 0
        for (account, target) in above {
            guard try StatusQueries.status(target, connection) != nil else { throw ServiceError.notFound }
            let request = ReplyRequest(replyID: reply.id, accountID: account, targetID: target)
            try ReplyRequestQueries.insert(request, connection)
        }
        guard isFirst, !untold.contains(first) else { return }
        try notify(.mention, first, from: reply.accountID, status: reply.id, conversation: reply.conversationID)
    }

    /// What waited for the author of a status that goes is for the next one to approve. What nobody else was asked about stays out.
    mutating func askOthers(insteadOf status: Int64) throws {
        for reply in try ReplyRequestQueries.alsoAskedElsewhere(below: status, connection) {
            let others = try ReplyRequestQueries.requests(of: reply, connection).filter { $0.targetID != status }
            guard let next = others.first(where: { $0.state != .approved }) else { continue }
            try ReplyRequestQueries.settle(reply, hiddenBy: next.accountID, next.state, connection)
            record(.statusChanged(id: reply))
        }
    }

    /// Gives a reply to whoever has to approve it next, who is told as of a new one. Where nobody is left it stands in its thread, and
    /// whom it names hears of it.
    fileprivate mutating func handOn(_ reply: Status, by account: Int64, except deaf: Set<Int64>, sender: Int64?) throws
    {
        let asked = try ReplyRequestQueries.requests(of: reply.id, connection)
        guard let next = asked.first(where: { $0.state != .approved }) else {
            try ReplyRequestQueries.settle(reply.id, hiddenBy: nil, .approved, connection)
            try tell(of: reply, except: deaf.union(asked.map(\.accountID)))
            return try record(
                .replyApproved(status: reply.id, account: account),
                sentBy: reply.isLocal ? sender : try answerer(of: asked, to: reply)
            )
        }
        let isFirst = try ReplyRequestQueries.count(for: next.accountID, most: 1, connection) == 0
        try ReplyRequestQueries.settle(reply.id, hiddenBy: next.accountID, next.state, connection)
        record(.statusChanged(id: reply.id))
        guard isFirst, next.state == .waits, !deaf.contains(next.accountID) else { return }
        try notify(
            .mention,
            next.accountID,
            from: reply.accountID,
            status: reply.id,
            conversation: reply.conversationID
        )
    }

    /// A reply with what an account was asked about it; with nothing where it is kept out by the account's word alone. Of what waits for
    /// somebody else first, the account knows nothing yet.
    fileprivate func asked(_ reply: Int64, of account: Int64) throws -> (Status, ReplyRequest?)? {
        try StatusQueries.lock(reply, connection)
        guard let status = try StatusQueries.status(reply, connection) else { return nil }
        let request = try ReplyRequestQueries.request(reply, of: account, connection)
        guard request?.state == .approved || status.hiddenBy == account && (request != nil || status.isUnapproved)
        else {
            return nil
        }
        return (status, request)
    }

    /// In whose name the server that asked for a reply hears what became of it: that of whom it answers. Nil where none has asked.
    fileprivate func answerer(of requests: [ReplyRequest], to reply: Status) throws -> Int64? {
        guard requests.contains(where: { $0.uri != nil }),
            let parent = try reply.inReplyToID.flatMap({ try StatusQueries.status($0, connection) }), parent.isLocal
        else { return nil }
        return parent.accountID
    }

    /// What those whom a reply names, and whom it answers, did not hear while it waited.
    fileprivate mutating func tell(of reply: Status, except untold: Set<Int64>) throws {
        guard let details = try StatusQueries.details([reply.id], connection).first else { return }
        let parent = try reply.inReplyToID.flatMap { try StatusQueries.status($0, connection) }
        let quoted = [reply.quote?.quotedAccountID].compactMap { $0 }
        try tellPeople(of: details, answering: parent, except: untold.union(quoted))
    }
}
