// A post of another server becomes one here: with its author, what it answers, whom it names, its files and its choices.

public import ActivityPub
public import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    /// The post at an address: one of ours, one that is known, or fetched from its server with what it answers. Nil where
    /// there is none, or it is not for everybody.
    public func importStatus(at id: ObjectID) async throws -> CachedStatus? {
        try await NoteImporter(services: self).status(at: id)
    }

    /// A post that is believed, and what it answers.
    public func importStatus(_ note: Note) async throws -> CachedStatus? {
        try await NoteImporter(services: self).status(note)
    }

    /// A post that is believed, with no more than that many of those above it, as far as the budget goes.
    func importStatus(_ note: Note, ancestors: Int, _ budget: FetchBudget) async throws -> CachedStatus? {
        try await NoteImporter(services: self, ancestorsMost: ancestors, budget: budget).status(note)
    }

    /// A post that its author has pinned: without its thread, and nobody else's. One post of another author would bring in
    /// what that one has pinned, and so on without end.
    func importPinned(at id: ObjectID, by author: ObjectID) async throws -> CachedStatus? {
        try await NoteImporter(services: self, isQuoted: true, author: author).status(at: id)
    }

    /// A post that is known and believed, as its author has changed it.
    public func importEdit(_ note: Note) async throws { try await NoteImporter(services: self).edit(note) }

    /// A document of another server that is believed; nil where there is none, or it cannot be believed. Throws
    /// `FederationError.unreachable` where its server does not answer now.
    public func document(_ id: ObjectID) async throws -> JSONValue? {
        // What is ours is not fetched to be believed.
        guard !site.isOurs(id) else { return nil }
        do {
            return try await fetchDocument(id).json
        } catch FederationError.unreachable(let reason) {
            throw FederationError.unreachable(reason)
        } catch is FederationError {
            return nil
        }
    }
}

/// Brings posts of others in, by the door by which all posts come in.
private struct NoteImporter: Sendable {
    let services: Services
    /// What is quoted brings in neither its thread nor what it quotes itself: a chain of quotes has no end.
    var isQuoted = false
    /// Nobody else's post is wanted.
    var author: ObjectID?
    /// How far up a thread unknown posts are fetched.
    var ancestorsMost = 40
    /// What all posts of one look may cost together; a single post has its own bounds.
    var budget: FetchBudget?

    private var site: Site { services.site }

    /// The post at an address: one of ours, one that is known, or fetched from its server with what it answers. Nil where
    /// there is none, or it is not for everybody.
    func status(at id: ObjectID) async throws -> CachedStatus? {
        if let known = try await services.status(uri: id.text) { return known }
        guard !site.isOurs(id), let note = try await fetch(id) else { return nil }
        // Its id may be another than the address asked for.
        if let known = try await services.status(uri: note.id.text) { return known }
        return try await status(note)
    }

    /// A post that is believed. What it answers is brought in first, from the top of its thread down.
    func status(_ note: Note) async throws -> CachedStatus? {
        guard author == nil || note.author == author else { return nil }
        var chain = [note]
        var seen: Set<String> = [note.id.text]
        while !isQuoted, let parent = chain.last?.inReplyTo, chain.count < ancestorsMost,
            !site.isOurs(parent), seen.insert(parent.text).inserted,
            try await services.status(uri: parent.text) == nil,
            let fetched = try await unlessAway({ try await fetch(parent) })
        {
            chain.append(fetched)
        }
        var last: CachedStatus?
        for note in chain.reversed() {
            do {
                last = try await publish(note)
            } catch let error as ServiceError where error == .replyRefused {
                // Nor is there a place here for what stands below it.
                throw error
            } catch ServiceError.notFound, ServiceError.forbidden, ServiceError.invalid {
                // What cannot come in above does not keep out what answers it.
                if note.id == chain.first?.id { throw ServiceError.notFound }
            } catch let error as FederationError {
                if note.id == chain.first?.id { throw error }
            }
        }
        return last
    }

    /// The same post, as its author has changed it.
    func edit(_ note: Note) async throws {
        let author = try await services.remoteAccount(uri: note.author.text)
        let remote = try await remoteStatus(note, by: author)
        if try await services.updateHeld(remote, by: author) { return }
        let edited = try await services.editStatus(remote, by: author)
        // The consent to a quote comes later than the post.
        guard remote.quoteState == .accepted, let quote = edited.status.quote, quote.state == .pending else { return }
        try await services.settleQuote(
            in: edited.status.id,
            isAccepted: true,
            by: quote.quotedAccountID,
            stamp: remote.quoteStamp
        )
    }

    /// From its own server, where the server asks and no person: only what everybody may see comes in this way.
    private func fetch(_ id: ObjectID) async throws -> Note? {
        guard !services.servers.policy(of: id.origin.authority).isSuspended, budget?.take(id) ?? true,
            let document = try await services.document(id), let note = Note(document)
        else { return nil }
        let reach = note.addressing.reach(followers: nil)
        return reach == .everybody || reach == .unlisted ? note : nil
    }

    /// What is answered or quoted may be on a server that is away: that does not keep out what others say of it.
    private func unlessAway<T: Sendable>(_ find: () async throws -> T?) async throws -> T? {
        do { return try await find() } catch is FederationError { return nil }
    }

    private func publish(_ note: Note) async throws -> CachedStatus {
        guard !site.isOurs(note.author) else { throw ServiceError.notFound }
        let author = try await services.remoteAccount(uri: note.author.text)
        let published = try await services.publishStatus(try await remoteStatus(note, by: author), by: author)
        if published.status.visibility.isOpen { try await services.keepThread(of: note, published.status.id) }
        return published
    }

    private func remoteStatus(_ note: Note, by author: Int64) async throws -> RemoteStatus {
        try await keepEmojis(of: note)
        let now = services.clock.now()
        let actor = try await services.remoteAccount(author)
        let followers = actor?.followers
        var remote = RemoteStatus(
            origin: StatusOrigin(uri: note.id.text, url: note.url?.text, publishedAt: min(note.published ?? now, now)),
            content: RemoteHTML.sanitised(NoteImporter.html(of: note)),
            visibility: RemoteVisibility.of(note.addressing, followers: followers)
        )
        remote.editedAt = note.updated
        remote.spoilerText = note.kind.isConverted ? "" : RemoteHTML.plainText(note.summary)
        remote.isSensitive = note.isSensitive || !remote.spoilerText.isEmpty
        remote.language = note.language
        remote.tags = note.hashtags
        remote.attachments = services.servers.policy(of: note.id.origin.authority).rejectsMedia ? [] : files(of: note)
        remote.inReplyToURI = note.inReplyTo?.text
        if let parent = note.inReplyTo { remote.inReplyToID = try await services.status(uri: parent.text)?.status.id }
        for mention in note.mentions where note.addressing.addressees.contains(mention.href) {
            if let id = try await services.knownAccount(uri: mention.href.text) { remote.mentions.append(id) }
        }
        if let poll = note.poll {
            remote.poll = RemotePoll(
                options: poll.options.map { RemoteHTML.plainText($0.name) },
                votes: poll.options.map { Int64($0.votes ?? 0) },
                voters: poll.voters.map { Int64($0) },
                expiresAt: poll.closed ?? poll.endTime,
                isMultiple: poll.isMultiple,
                isCall: note.call != nil
            )
        }
        if let quote = note.quote, quote.quoted != note.id, let quoted = try await quoted(quote.quoted) {
            remote.quotedID = quoted.status.id
            if try await isAgreed(quote, to: note, quoted) {
                remote.quoteState = .accepted
                if !quoted.status.isLocal { remote.quoteStamp = quote.authorization?.text }
            }
        }
        remote.link = note.links.first?.text
        remote.quotePolicy = NoteImporter.quotePolicy(of: note, followers: followers)
        remote.replyPolicy = NoteImporter.replyPolicy(of: note, followers: followers, following: actor?.following)
        return remote
    }

    /// They are its server's, and drawn as it says.
    private func keepEmojis(of note: Note) async throws {
        let (host, now) = (note.id.origin.authority, services.clock.now())
        let emojis = note.emojis.prefix(100).map {
            RemoteEmoji(host: host, shortcode: $0.shortcode, url: $0.picture.url.text)
        }
        guard !emojis.isEmpty else { return }
        try await services.database.write {
            try RemoteEmojiQueries.keep(emojis, most: RemoteEmojis.mostOfOneHost, at: now, $0)
        }
    }

    private func quoted(_ id: ObjectID) async throws -> CachedStatus? {
        if isQuoted { return try await services.status(uri: id.text) }
        let importer = NoteImporter(services: services, isQuoted: true, budget: budget)
        do {
            return try await unlessAway({ try await importer.status(at: id) })
        } catch let error as ServiceError {
            switch error {
            case .overloaded, .storage: throw error
            // It waits for a moderator here, or may not be here: what quotes it is another post.
            default: return nil
            }
        }
    }

    /// Does whoever is quoted agree? To themselves always; by a stamp otherwise.
    private func isAgreed(_ quote: NoteQuote, to note: Note, _ quoted: CachedStatus) async throws -> Bool {
        guard let author = try await services.accounts.account(quoted.status.accountID)?.account,
            let who = ObjectID(site.uri(of: author))
        else { return false }
        if who == note.author { return true }
        if quoted.status.isLocal {
            return try await services.isQuoteAuthorized(quoting: note.id.text, of: quoted.status.id)
        }
        // A stamp may have been taken back before the post came that has it.
        guard let id = quote.authorization, id.origin == who.origin,
            try await !services.database.read({ try TombstoneQueries.isGone(id.text, of: author.id, $0) }),
            let document = try await unlessAway({ try await services.document(id) }),
            let stamp = InteractionStamp(document)
        else { return false }
        return stamp.allows(.quote, object: note.id, target: quote.quoted, by: who)
    }

    /// Who may quote it, be it after asking: whoever quotes asks in any case. Where it does not say, nobody may.
    private static func quotePolicy(of note: Note, followers: String?) -> QuotePolicy {
        guard let rule = note.policy?.canQuote else { return .nobody }
        let allowed = rule.automatic + rule.manual
        if allowed.contains(where: isEverybody) { return .everyone }
        return followers.map(allowed.contains) == true ? .followers : .nobody
    }

    /// Who may reply, be it after asking, which is for its own server to demand. Where it does not say, everyone may.
    private static func replyPolicy(of note: Note, followers: String?, following: String?) -> ReplyPolicy {
        guard let rule = note.policy?.canReply else { return .everyone }
        let allowed = Set(rule.automatic + rule.manual)
        if allowed.contains(where: isEverybody) { return .everyone }
        switch (followers.map(allowed.contains) ?? false, following.map(allowed.contains) ?? false) {
        // Both are wider than any policy here: whoever may not is told so by its server.
        case (true, true): return .everyone
        case (true, false): return .followers
        case (false, true): return .followed
        case (false, false): return allowed.subtracting([note.author.text]).isEmpty ? .nobody : .mentioned
        }
    }

    private static func isEverybody(_ address: String) -> Bool {
        [Addressing.everybody, "as:Public", "Public"].contains(address)
    }

    /// The HTML of a post; of an article and the like its title, what it says of itself, and the way to it.
    private static func html(of note: Note) -> String {
        guard note.kind.isConverted else { return note.content }
        var html = note.name.isEmpty ? "" : "<p><strong>\(HTML.escape(RemoteHTML.plainText(note.name)))</strong></p>"
        html += note.summary.isEmpty ? note.kind == .page || note.kind == .event ? note.content : "" : note.summary
        if let url = note.url ?? ObjectID(note.id.text) {
            html += "<p><a href=\"\(HTML.escape(url.text))\">\(HTML.escape(url.text))</a></p>"
        }
        return html
    }

    private func files(of note: Note) -> [RemoteAttachment] {
        note.attachments.prefix(4).map { file in
            let kind: MediaKind =
                switch file.mediaType?.split(separator: "/").first {
                case "image": .image
                case "video": .video
                case "audio": .audio
                default: .unknown
                }
            var attachment = RemoteAttachment(url: file.url.text, kind: kind)
            attachment.previewURL = file.preview?.text
            attachment.description = file.description
            attachment.blurhash = file.blurhash
            if let width = file.width, let height = file.height {
                attachment.size = PixelSize(width: width, height: height)
            }
            attachment.focus = file.focus.map { FocalPoint(x: $0.x, y: $0.y) }
            attachment.duration = file.duration
            return attachment
        }
    }
}
