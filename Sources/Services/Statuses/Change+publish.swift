// The steps of publishing a status, in the order in which rows are locked: counters that many wait for come last.

internal import Basics
internal import Domain
internal import Storage

extension Change {
    /// A status that was made by the same request, or that has the same id at its origin.
    func published(_ new: NewStatus, by account: Int64) throws -> Int64? {
        if let origin = new.origin { return try StatusQueries.id(uri: origin.uri, connection) }
        guard let key = new.idempotencyKey else { return nil }
        return try StatusQueries.status(idempotencyKey: key, of: account, after: now - Self.keyAge, connection)
    }

    /// Writes a new status and all that follows from it. Returns it with its tags in the order in which they will be read.
    mutating func publish(_ new: NewStatus, by account: Int64) throws -> StatusDetails {
        if let id = new.scheduledID, try !ScheduledQueries.delete(id, connection) {
            // Posted by another, or taken back.
            throw ServiceError.notFound
        }
        let author = try author(account)
        for other in [new.parent, new.quoted] {
            guard let other else { continue }
            if try StatusQueries.status(other.id, connection) == nil { throw ServiceError.notFound }
        }
        var details = try details(of: new, by: author)
        try StatusQueries.insert(details.status, connection)
        if details.status.hasMedia, try StatusMarkQueries.sensitizedAt(account, connection) != nil {
            details.status.isSensitive = true
            _ = try StatusMarkQueries.mark([details.status.id], .account, connection)
        }
        let status = details.status
        try StatusQueries.insertMentions(details.mentions.map(\.accountID), of: status.id, connection)
        if let stamp = new.quoteStamp { try QuoteStampQueries.setStamp(stamp, of: status.id, connection) }
        let tagIDs = try attach(new.tags, to: status, by: author, network: new.network)
        details.poll = try ask(new, in: status)
        try index(details, tags: new.tags, by: author)
        try answer(with: status, tags: tagIDs, by: author)
        if let key = new.idempotencyKey { try remember(key, for: status) }
        var untold = new.untold
        if let quoted = try count(quoteIn: status) { untold.insert(quoted) }
        if new.approving.isEmpty {
            try tellPeople(of: details, answering: new.parent, except: untold)
        } else {
            // They are told when it has been approved.
            try askApproval(of: new.approving, for: status, except: new.untold)
        }
        try converse(status, mentioned: details.mentions)
        try tellSubscribers(of: status, answering: new.parent)
        try write(new.media, of: details)
        try countAndRecord(details, tagIDs: tagIDs, answering: new.parent, by: author)
        details.tags = zip(tagIDs, new.tags).sorted { $0.0 < $1.0 }.map(\.1.name)
        return details
    }

    static let keyAge = Duration.seconds(3600)

    /// The status as it will be read, but for its poll and the order of its tags.
    private mutating func details(of new: NewStatus, by author: CountedAuthor) throws -> StatusDetails {
        var media: [MediaAttachment] = []
        if case .uploads(let ids) = new.media { media = try attachable(ids, by: author.id) }
        let cardID = try card(for: new.link, isRemote: new.origin != nil)
        let (id, createdAt) = try place(new.origin, after: new.parent)
        if case .remote(let files) = new.media {
            media = files.map { MediaAttachment($0, id: ids.next(), by: author.id) }
        }
        for position in media.indices {
            media[position].statusID = id
            media[position].position = Int64(position)
        }
        let (parent, quoted) = (new.parent, new.quoted)
        let status = Status(
            id: id,
            accountID: author.id,
            visibility: new.visibility,
            isLocal: new.origin == nil,
            inReplyToID: parent?.id,
            inReplyToAccountID: parent?.accountAnswered(by: author.id),
            conversationID: parent?.conversationID ?? id,
            threadPath: parent?.threadPath.child(id, of: parent?.id ?? id) ?? ThreadPath(),
            text: new.text,
            spoilerText: new.spoilerText,
            content: new.content,
            isSensitive: new.isSensitive,
            language: new.language,
            appID: new.appID,
            uri: new.origin?.uri,
            url: new.origin?.url,
            hasMedia: !media.isEmpty,
            createdAt: createdAt,
            quotePolicy: new.quotePolicy,
            quote: quoted.map { Quote(quotedID: $0.id, quotedAccountID: $0.accountID, state: new.quoteState) },
            cardID: cardID,
            replyPolicy: new.replyPolicy,
            hiddenBy: new.approving.first?.account,
            approval: new.approving.isEmpty ? nil : .waits
        )
        return StatusDetails(
            status: status,
            mentions: new.mentions,
            tags: new.tags.map(\.name),
            application: new.application,
            media: media,
            authorDomain: author.domain
        )
    }

    /// The id of a new status or boost, and when it was made. One of another server stands where its time puts it, but never
    /// before what it answers or boosts, whatever the clock there says.
    func place(_ origin: StatusOrigin?, after other: Status?) throws -> (id: Int64, createdAt: Timestamp) {
        guard let origin else { return (ids.next(), now) }
        let createdAt = min(max(origin.publishedAt, other?.createdAt ?? Self.firstTime), now)
        // What is about as new as what is posted here gets an id of the same row, which nobody else has.
        guard createdAt < now - .seconds(10) else { return (ids.next(), createdAt) }
        var moment = createdAt
        while true {
            let id = ids.id(at: moment)
            if id > other?.id ?? 0, try StatusQueries.status(id, connection) == nil { return (id, createdAt) }
            moment = moment + .milliseconds(1)
        }
    }

    /// Nothing was said on a network like this before: 2001-09-09.
    private static let firstTime = Timestamp(seconds: 1_000_000_000)

    /// Puts a status under its tags, and counts it for those whose timelines show it.
    private mutating func attach(
        _ tags: [TagName],
        to status: Status,
        by author: CountedAuthor,
        network: UInt32
    ) throws -> [Int64] {
        let tagIDs = try tagIDs(tags)
        let isListed = status.visibility == .public && author.isCounted
        try TagQueries.attach(tagIDs, to: status.id, isListed: isListed, hasMedia: status.hasMedia, connection)
        if status.visibility.isOpen, !tagIDs.isEmpty { try FeaturedTagQueries.count(status, connection) }
        if isListed {
            try count(status, for: tagIDs, by: author, network: network)
            try countCard(of: status, by: 1)
        }
        return tagIDs
    }

    /// Writes the poll of a new status, and what makes it a call.
    private func ask(_ new: NewStatus, in status: Status) throws -> Poll? {
        guard let asked = new.poll else { return nil }
        let poll = try PollQueries.insert(Poll(asked, of: status, at: now, isOfCall: new.call != nil), connection)
        if let tally = asked.tally { try PollQueries.set(tally, of: poll.id, connection) }
        if let call = new.call { try write(call, of: status, poll: poll) }
        return poll
    }

    private func index(_ details: StatusDetails, tags: [TagName], by author: CountedAuthor) throws {
        let document = SearchDocument(
            details.status,
            mentions: details.mentions,
            tags: tags,
            pollOptions: details.poll?.options ?? [],
            media: details.media,
            isIndexable: author.isIndexable
        )
        try StatusSearchQueries.insert(document, of: details.status.id, connection)
    }

    private func remember(_ key: String, for status: Status) throws {
        let isNew = try StatusQueries.remember(
            idempotencyKey: key,
            of: status.accountID,
            status: status.id,
            at: now,
            after: now - Self.keyAge,
            connection
        )
        guard isNew else { throw KeyTaken() }
    }

    /// Tells those whom it names and answers, each once: who is quoted hears of that, and not of the mention as well.
    mutating func tellPeople(
        of details: StatusDetails,
        answering parent: Status?,
        except untold: Set<Int64>
    ) throws {
        let status = details.status
        var told = untold
        var named = details.mentions.filter(\.domain.isEmpty).map(\.accountID)
        if let parent, parent.isLocal, status.visibility.isOpen { named.append(parent.accountID) }
        for account in named where told.insert(account).inserted {
            try notify(
                .mention,
                account,
                from: status.accountID,
                status: status.id,
                conversation: status.conversationID
            )
        }
    }

    /// Tells those who want to hear of every new post of its author.
    private mutating func tellSubscribers(of status: Status, answering parent: Status?) throws {
        guard status.visibility != .direct, parent == nil || parent?.accountID == status.accountID else { return }
        let subscribers = try NotificationQueries.insertForSubscribers(
            of: status.accountID,
            status: status.id,
            at: now,
            connection
        )
        try finish(.status, subscribers)
    }

    private func write(_ media: NewMedia, of details: StatusDetails) throws {
        if case .remote = media {
            for file in details.media { try MediaQueries.insert(file, format: "", node: 0, at: now, connection) }
        }
        try MediaQueries.attach(details.media.map(\.id), to: details.status.id, connection)
    }

    /// The counters come last: on PostgreSQL their rows are what concurrent answers wait for.
    private mutating func countAndRecord(
        _ details: StatusDetails,
        tagIDs: [Int64],
        answering parent: Status?,
        by author: CountedAuthor
    ) throws {
        let status = details.status
        if let parent, status.visibility.isOpen {
            let counters = try CounterQueries.change(status: parent.id, replies: 1, connection)
            record(.statusCountersChanged(id: parent.id, counters))
        }
        let remoteFollowers = try countPost(of: status, by: 1)
        try record(
            .statusPublished(
                TimelineEntry(status),
                tagIDs: status.visibility == .public && author.isCounted ? tagIDs : [],
                mentioned: details.mentions.map(\.accountID)
            ),
            // Servers elsewhere would put into the thread what waits.
            sentBy: OutboxPolicy.sender(
                of: author.id,
                isLocal: author.domain.isEmpty && !status.isUnapproved,
                visibility: status.visibility,
                remoteFollowers: remoteFollowers,
                isRemoteConcerned: details.mentions.contains { !$0.domain.isEmpty }
                    || (parent?.isLocal == false && status.visibility != .direct)
                    || status.quote?.state == .pending
            )
        )
    }

    /// Counts a status in or out for its author; direct ones are not counted. Returns how many people of other servers follow
    /// the author; 0 for a direct one, which is not for followers.
    @discardableResult
    mutating func countPost(of status: Status, by count: Int64) throws -> Int64 {
        guard status.visibility != .direct else { return 0 }
        let counters = try CounterQueries.change(
            account: status.accountID,
            statuses: count,
            lastStatusAt: count > 0 ? status.createdAt : nil,
            connection
        )
        record(.accountCountersChanged(id: status.accountID, counters))
        return counters.remoteFollowers
    }
}

extension Status {
    /// Whom an answer to this status answers: going on with an own answer goes on answering the same person.
    func accountAnswered(by account: Int64) -> Int64 {
        accountID == account ? inReplyToAccountID ?? accountID : accountID
    }
}

extension Poll {
    /// The poll of a status that is being written; its id comes with the row.
    init(_ new: NewPoll, of status: Status, at now: Timestamp, isOfCall: Bool = false) {
        self.init(
            id: 0,
            statusID: status.id,
            accountID: status.accountID,
            options: new.options,
            expiresAt: new.end(from: now),
            isMultiple: new.isMultiple,
            hidesTotals: new.hidesTotals,
            isOfCall: isOfCall,
            isOfCallElsewhere: new.isCallElsewhere
        )
    }
}

extension PixelSize {
    fileprivate var isPlausible: Bool { (1...100_000).contains(width) && (1...100_000).contains(height) }
}

extension MediaAttachment {
    /// A file that stays where it is.
    init(_ file: RemoteAttachment, id: Int64, by account: Int64) {
        self.init(
            id: id,
            accountID: account,
            kind: file.kind,
            state: .ready,
            description: file.description,
            focus: file.focus,
            blurhash: file.blurhash,
            measures: MediaMeasures(
                size: file.size.flatMap { $0.isPlausible ? $0 : nil },
                duration: file.duration.flatMap { (0...1_000_000).contains($0) ? $0 : nil }
            ),
            remoteURL: file.url,
            remotePreviewURL: file.previewURL
        )
    }
}
