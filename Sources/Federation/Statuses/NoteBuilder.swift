// Posts of this server as Notes, Questions and Announces.

internal import ActivityPub
internal import Basics
internal import Domain
internal import Media
internal import Services

/// Builds what others are told of posts; what it needs comes from memory as far as it is there.
struct NoteBuilder: Sendable {
    let services: Services

    private var site: Site { services.site }

    /// The ids of posts, of this server and of others, in their order; those that are gone are left out.
    func ids(of statuses: [Int64]) async throws -> [ObjectID] {
        let read = try await services.statuses.statuses(statuses)
        var ids: [ObjectID] = []
        for status in statuses.compactMap({ read[$0] }) {
            if let id = try await id(of: status) { ids.append(id) }
        }
        return ids
    }

    func id(of status: CachedStatus) async throws -> ObjectID? {
        if let uri = status.status.uri { return ObjectID(uri) }
        guard let author = try await services.accounts.account(status.status.accountID)?.account else { return nil }
        return ObjectID(site.statusURI(status.status.id, by: author.username))
    }

    /// The Create of each post, the Announce of each boost.
    func activities(_ statuses: [Int64]) async throws -> [ActivityDocument] {
        let read = try await services.statuses.statuses(statuses)
        var activities: [ActivityDocument] = []
        for status in statuses.compactMap({ read[$0] }) {
            let activity =
                status.status.reblogOfID == nil ? try await create(status) : try await announce(status, among: read)
            if let activity { activities.append(activity) }
        }
        return activities
    }

    func create(_ status: CachedStatus, as kind: Activity.Kind = .create) async throws -> ActivityDocument? {
        guard let note = try await note(status) else { return nil }
        // An Update has an id of its own each time, also where no word is edited (who may reply, a moderator's mark): others
        // take an activity once.
        let update = "#updates/\(services.clock.now().milliseconds)"
        guard let id = ObjectID(note.id.text + (kind == .create ? "/activity" : update)) else { return nil }
        return ActivityDocument(
            id: id,
            kind: kind,
            actor: note.author,
            object: .note(note),
            addressing: note.addressing,
            published: kind == .create ? note.published : status.status.editedAt
        )
    }

    private func announce(_ status: CachedStatus, among read: [Int64: CachedStatus]) async throws -> ActivityDocument? {
        guard let original = status.status.reblogOfID.flatMap({ read[$0] }),
            let object = try await id(of: original), let own = try await id(of: status),
            let author = try await services.accounts.account(status.status.accountID)?.account,
            let actor = ObjectID(site.uri(of: author)), let id = ObjectID(own.text + "/activity")
        else { return nil }
        let boosted = try await services.accounts.account(original.status.accountID)?.account
        let addressing = NoteBuilder.addressing(
            status.status.visibility,
            followers: "\(actor)/followers",
            people: boosted.map { [site.uri(of: $0)] } ?? []
        )
        return ActivityDocument(
            id: id,
            kind: .announce,
            actor: actor,
            object: .id(object),
            addressing: addressing,
            published: status.status.createdAt
        )
    }

    /// A post as others see it; nil for a boost.
    func note(_ cached: CachedStatus) async throws -> Note? {
        let (status, site) = (cached.status, site)
        guard status.reblogOfID == nil, let author = try await services.accounts.account(status.accountID)?.account,
            let id = try await id(of: cached), let actor = ObjectID(site.uri(of: author))
        else { return nil }
        let people = try await services.accounts.accounts(cached.mentions.map(\.accountID))
        let named = cached.mentions.compactMap { mention in
            people[mention.accountID].map { (mention, site.uri(of: $0.account)) }
        }
        var note = Note(
            id: id,
            kind: cached.poll == nil ? .note : .question,
            author: actor,
            addressing: NoteBuilder.addressing(
                status.visibility,
                followers: "\(actor)/followers",
                people: named.map(\.1)
            )
        )
        // With the line of a call: apps of other servers draw a withheld figure as none, too. Servers that read it keep it as
        // part of the text, and add none of their own.
        note.content = cached.content(on: site)
        if let language = status.language { note.contents = [(language, note.content)] }
        note.summary = status.spoilerText
        note.isSensitive = status.isSensitive
        note.url = ObjectID(status.url ?? site.statusURL(status.id, by: author.username))
        note.published = status.createdAt
        note.updated = status.editedAt
        note.mentions = named.compactMap { mention, uri in
            let domain = mention.domain.isEmpty ? site.domain : mention.domain
            return ObjectID(uri).map { MentionTag(href: $0, name: "@\(mention.username)@\(domain)") }
        }
        note.hashtags = cached.tags
        note.tagPage = { site.tagURL($0) }
        note.emojis = ActorBuilder.emojis(in: [status.text, status.spoilerText] + (cached.poll?.options ?? []), site)
        note.attachments = cached.media.compactMap { attachment($0) }
        try await addContext(of: cached, to: &note)
        try await addPoll(of: cached, to: &note)
        return note
    }

    private func addContext(of cached: CachedStatus, to note: inout Note) async throws {
        let status = cached.status
        // What waits to be approved may be read, boosted and answered: as a post of its own, in no thread.
        if !status.isUnapproved, let parent = status.inReplyToID,
            let answered = try await services.statuses.status(parent)
        {
            note.inReplyTo = try await id(of: answered)
        }
        if status.visibility.isOpen {
            note.replies = ObjectID(note.id.text + "/replies")
            let counters = cached.counters
            note.likes = TotalLink(id: ObjectID(note.id.text + "/likes"), total: Int(counters.favourites))
            note.shares = TotalLink(id: ObjectID(note.id.text + "/shares"), total: Int(counters.reblogs))
            if !status.isUnapproved { note.context = try await context(of: status) }
        }
        if let quote = status.quote, quote.state == .accepted || quote.state == .pending, let quoted = quote.quotedID,
            let other = try await services.statuses.status(quoted), let id = try await id(of: other)
        {
            let stamp = other.status.isLocal ? nil : try await services.stamp(of: status.id)
            note.quote = NoteQuote(quoted: id, authorization: stamp.flatMap { ObjectID($0) })
        }
        let quoters =
            switch status.quotePolicy {
            case .everyone: Addressing.everybody
            case .followers: "\(note.author)/followers"
            case .nobody: note.author.text
            }
        note.policy = InteractionPolicy(canQuote: .init(automatic: [quoters]))
        let author = note.author.text
        let named = note.mentions.map(\.href.text) + [try await answered(by: status)].compactMap { $0 }
        if let repliers = status.replyPolicy.repliers(to: author, naming: named) {
            let others = status.replyPolicy.approves ? [Addressing.everybody] : []
            note.policy?.canReply = .init(automatic: repliers, manual: others)
        }
    }

    /// The actor whose post a status answers.
    private func answered(by status: Status) async throws -> String? {
        guard let account = status.inReplyToAccountID else { return nil }
        return try await services.accounts.account(account).map { site.uri(of: $0.account) }
    }

    /// The collection of a conversation: of one that began elsewhere, as its first post named it.
    private func context(of status: Status) async throws -> ObjectID? {
        guard let root = try await services.statuses.status(status.conversationID), root.status.visibility.isOpen else {
            return nil
        }
        guard root.status.isLocal else {
            return try await services.threadLook(root.status.id)?.context.flatMap { ObjectID($0) }
        }
        return try await id(of: root).flatMap { ObjectID($0.text + "/context") }
    }

    private func addPoll(of cached: CachedStatus, to note: inout Note) async throws {
        guard let poll = cached.poll else { return }
        let now = services.clock.now()
        let tally = try await services.polls.tallies([poll])[poll.id]
        let shown = tally?.shown(of: poll, at: now) ?? poll.options.map { _ in 0 }
        note.poll = NotePoll(
            options: zip(poll.options, shown).map { NotePoll.Option(name: $0, votes: $1.map { Int($0) }) },
            isMultiple: poll.isMultiple,
            endTime: poll.expiresAt,
            closed: poll.isExpired(at: now) ? poll.expiresAt : nil,
            voters: tally.map { Int($0.voters) } ?? 0
        )
        guard poll.isOfCall, let call = try? await services.call(cached.status.id),
            let page = ObjectID(site.callURL(call.id))
        else { return }
        note.call = CallTerm(tag: call.tag.name, page: page)
    }

    private func attachment(_ media: MediaAttachment) -> NoteAttachment? {
        guard let path = media.path, let url = ObjectID(site.mediaURL(path)) else { return nil }
        var file = NoteAttachment(url: url, mediaType: MediaPath.type(path), description: media.description)
        file.blurhash = media.blurhash
        file.focus = media.focus.map { ($0.x, $0.y) }
        (file.width, file.height) = (media.measures.size?.width, media.measures.size?.height)
        file.duration = media.measures.duration
        if media.kind == .video || media.kind == .gifv || media.kind == .audio {
            file.preview = media.previewPath.flatMap { ObjectID(site.mediaURL($0)) }
        }
        return file
    }

    /// What visibility is made of, and read from, between servers.
    static func addressing(_ visibility: Visibility, followers: String, people: [String]) -> Addressing {
        switch visibility {
        case .public: Addressing(to: [Addressing.everybody], cc: [followers] + people)
        case .unlisted: Addressing(to: [followers], cc: [Addressing.everybody] + people)
        case .private: Addressing(to: [followers], cc: people)
        case .direct: Addressing(to: people)
        }
    }
}
