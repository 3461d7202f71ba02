// Somebody takes back what they have said on an occasion: one wish, done by a job that goes on where it was interrupted.

internal import Basics
internal import Database
public import Domain
public import Jobs
internal import Storage

extension Services {
    private static let takeBackJob = "take back"
    private static let takeBackAttempts = 15
    /// Posts dealt with in one transaction.
    private static let takenBackAtOnce = 25
    /// For so long one can see that it is done.
    private static let takeBacksKept = Duration.seconds(30 * 86_400)
    /// Of one account at a time.
    private static let mostTakeBacks = 10

    /// Takes back all that an account has said in answer to a call, or with a tag. Returns the wish, which a job follows.
    ///
    /// One that is not done yet is not begun again. Throws `ServiceError.notFound` for a call or tag that is not there, `.invalid` where
    /// many are under way.
    public func takeBack(_ occasion: TakeBack.Occasion, _ act: TakeBack.Act, by account: Int64) async throws -> TakeBack
    {
        try await change { change in
            switch occasion {
            case .call(let id):
                guard try !CallQueries.references([id], change.connection).isEmpty else { throw ServiceError.notFound }
            case .tag(let id):
                guard try !TagQueries.names([id], change.connection).isEmpty else { throw ServiceError.notFound }
            }
            let open = try TakeBackQueries.latest(Services.mostTakeBacks, of: account, change.connection)
                .filter { $0.finishedAt == nil }
            if let same = open.first(where: { $0.occasion == occasion && $0.act == act }) { return same }
            guard open.count < Services.mostTakeBacks else {
                throw ServiceError.invalid("Please wait until what you take back already is done")
            }
            let posts = try TakeBackQueries.posts(of: account, on: occasion, after: 0, limit: .max, change.connection)
            var wish = TakeBack(
                id: 0,
                accountID: account,
                occasion: occasion,
                act: act,
                total: act == .withdraw ? 0 : Int64(posts.count),
                createdAt: change.now
            )
            wish.id = try TakeBackQueries.insert(wish, change.connection)
            try change.enqueue(JobDraft(kind: Services.takeBackJob, payload: "\(wish.id)", key: "\(wish.id)"))
            return wish
        }
    }

    /// The same of a tag by its name.
    public func takeBack(tag name: String, _ act: TakeBack.Act, by account: Int64) async throws -> TakeBack {
        guard let tag = TagName.parse(pathSegment: name),
            let id = try await database.read({ try TagQueries.id(tag, $0) })
        else { throw ServiceError.notFound }
        return try await takeBack(.tag(id), act, by: account)
    }

    /// What an account took back last, the newest first, with the names of tags.
    public func takeBacks(of account: Int64) async throws -> [(wish: TakeBack, tag: String?)] {
        try await database.read { connection in
            let wishes = try TakeBackQueries.latest(20, of: account, connection)
            let tags = wishes.compactMap { if case .tag(let id) = $0.occasion { id } else { nil } }
            let names = try TagQueries.names(tags, connection)
            return wishes.map { wish in
                if case .tag(let id) = wish.occasion { (wish, names[id]) } else { (wish, nil) }
            }
        }
    }

    /// Calls that an account has answered, the newest first; only they read it.
    public func answeredCalls(of account: Int64, limit: Int) async throws -> [Call] {
        try await database.read { connection in
            let ids = try AnswerQueries.calls(answeredByAccount: account, connection)
            let calls = try CallQueries.calls(Array(ids.suffix(limit)), connection)
            return ids.suffix(limit).reversed().compactMap { calls[$0] }
        }
    }

    public func handleTakeBacks(_ handlers: inout JobHandlers) {
        handlers.handle(Services.takeBackJob, attempts: Services.takeBackAttempts, timeout: .seconds(840)) {
            [self] job in
            guard let id = Int64(job.payload) else { throw JobRefused("\(job.payload) is not a wish to take back") }
            try await runTakeBack(id)
        }
    }

    /// Goes on with a wish to its end. What is done and how far it came are one transaction: no post is dealt with twice.
    public func runTakeBack(_ id: Int64) async throws {
        while let wish = try await database.read({ try TakeBackQueries.takeBack(id, $0) }), wish.finishedAt == nil {
            try Task.checkCancellation()
            if wish.act == .withdraw { break }
            let isOver = try await change { change in
                let posts = try TakeBackQueries.posts(
                    of: wish.accountID,
                    on: wish.occasion,
                    after: wish.reached,
                    limit: Services.takenBackAtOnce,
                    change.connection
                )
                guard let last = posts.last else { return true }
                guard try TakeBackQueries.advance(wish, by: posts.count, to: last, change.connection) else {
                    return false
                }
                for post in posts { try change.takeBack(post, wish.act, by: wish.accountID) }
                return false
            }
            if isOver { break }
        }
        guard let wish = try await database.read({ try TakeBackQueries.takeBack(id, $0) }), wish.finishedAt == nil
        else {
            return
        }
        try await withdrawAnswers(of: wish)
        try await change { try TakeBackQueries.finish(id, at: $0.now, $0.connection) }
        try await removeFiles()
    }

    public func forgetTakeBacks() async throws {
        try await change { change in
            try TakeBackQueries.forget(before: change.now - Services.takeBacksKept, limit: 1000, change.connection)
        }
    }

    /// What was chosen without words, and what posts that stay have answered.
    private func withdrawAnswers(of wish: TakeBack) async throws {
        let calls = try await database.read { connection -> [Int64] in
            switch wish.occasion {
            case .call(let id): return [id]
            case .tag(let tag):
                let answered = try AnswerQueries.calls(answeredByAccount: wish.accountID, connection)
                return try CallQueries.references(answered, connection).filter { $0.tagID == tag }.map(\.id)
            }
        }
        for call in calls {
            do {
                _ = try await withdrawAnswer(to: call, deletingPosts: false, by: wish.accountID)
            } catch ServiceError.notFound, ServiceError.invalid {
                // Nothing is left to withdraw, or the call is gone.
            }
        }
    }
}

extension Change {
    /// A call that is one's own is not taken back with what answers it: others have answered it too.
    fileprivate mutating func takeBack(_ id: Int64, _ act: TakeBack.Act, by account: Int64) throws {
        try StatusQueries.lock(id, connection)
        guard let details = try StatusQueries.details([id], connection).first, details.status.accountID == account,
            details.poll?.isOfCall != true
        else { return }
        switch act {
        case .delete:
            try releaseMedia(of: id, deleting: true)
            try delete(details.status, mentions: details.mentions)
        case .keep: try keepForOneself(details)
        case .withdraw: break
        }
    }

    /// For everybody else a post is deleted, here and elsewhere, with all that was counted of it; its author finds it on their
    /// profile, as a note to themselves.
    private mutating func keepForOneself(_ details: StatusDetails) throws {
        var kept = details
        try releaseMedia(of: kept.status.id, deleting: false)
        try delete(details.status, mentions: details.mentions)
        (kept.status.visibility, kept.status.quotePolicy) = (.direct, .nobody)
        (kept.status.quote, kept.status.cardID, kept.status.hiddenBy) = (nil, nil, nil)
        kept.status.approval = nil
        kept.mentions = []
        try StatusQueries.insert(kept.status, connection)
        let tags = kept.tags.compactMap { TagName($0) }
        try TagQueries.attach(
            try tagIDs(tags),
            to: kept.status.id,
            isListed: false,
            hasMedia: kept.status.hasMedia,
            connection
        )
        try MediaQueries.attach(kept.media.map(\.id), to: kept.status.id, connection)
        if let poll = kept.poll { _ = try PollQueries.insert(poll, connection) }
        let document = SearchDocument(
            kept.status,
            mentions: [],
            tags: tags,
            pollOptions: kept.poll?.options ?? [],
            media: kept.media,
            isIndexable: false
        )
        try StatusSearchQueries.insert(document, of: kept.status.id, connection)
        record(.statusChanged(id: kept.status.id))
    }
}
