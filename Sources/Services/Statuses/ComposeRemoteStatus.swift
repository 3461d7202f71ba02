// What another server says of a status becomes one that can be written here: what it names is found, its sizes are bounded.

internal import Basics
internal import Domain
internal import Storage

extension Services {
    /// Publishes a status of another server, or returns the one that was published of the same id.
    ///
    /// - Parameter account: its author, of that server, by whom the object was found to be.
    /// Throws `ServiceError.notFound` for an account that is gone or is of this server, `.notAllowed` for one that is
    /// suspended and for an id that is another's status, `.notFound` also for one that waits for a moderator from now on.
    public func publishStatus(_ status: RemoteStatus, by account: Int64) async throws -> CachedStatus {
        guard let author = try await accounts.account(account)?.account, !author.isLocal else {
            throw ServiceError.notFound
        }
        guard !author.isSuspended else { throw ServiceError.notAllowed }
        let new = try await compose(status, by: author)
        try await holdIfNeeded(status, new, by: account)
        let published = try await publish(new, by: account)
        guard published.status.accountID == account else { throw ServiceError.notAllowed }
        return published
    }

    func compose(_ remote: RemoteStatus, by author: Account) async throws -> NewStatus {
        var words = try await words(of: remote)
        let visibility = StatusPolicy.visibility(wished: remote.visibility, authorIsSilenced: author.isSilenced)
        let quoted = try await seen(remote.quotedID, by: author.id)
        // What somebody may not see is nothing that they answer.
        var parent = try await seen(remote.inReplyToID, by: author.id)
        var above = try await above(parent, for: author.id, isLocal: false)
        let refusing = above.refusing(visibility, mentions: words.mentions)
        if !refusing.isEmpty {
            // Below that post there is no place for it. What is for others too comes in as a post of its own.
            guard try await standsAlone(visibility, words.tags, by: author) else { throw ServiceError.replyRefused }
            parent = nil
            above.approving = []
            words.mentions.removeAll { refusing.contains($0.accountID) }
        }
        var status = NewStatus(
            text: words.text,
            spoilerText: remote.spoilerText,
            content: remote.content,
            isSensitive: remote.isSensitive,
            language: remote.language.flatMap(Language.normalise),
            visibility: visibility,
            mentions: words.mentions,
            tags: words.tags,
            parent: parent,
            quoted: quoted,
            quoteState: remote.quoteState,
            quoteStamp: quoted == nil ? nil : remote.quoteStamp,
            quotePolicy: remote.quotePolicy.held(to: visibility),
            media: .remote(Array(remote.attachments.prefix(RemoteStatus.mostAttachments))),
            poll: remote.poll.map(NewPoll.init),
            link: quoted == nil ? remote.link.flatMap { cardLink(among: [$0]) } : nil,
            origin: remote.origin
        )
        (status.replyPolicy, status.untold) = (remote.replyPolicy, above.deaf)
        status.approving = above.approving
        return status
    }

    /// Whether a reply that was refused matters here besides: somebody here follows its author, or it answers a call.
    private func standsAlone(_ visibility: Visibility, _ tags: [TagName], by author: Account) async throws -> Bool {
        guard visibility.isOpen else { return false }
        if try await accounts.account(author.id)?.counters.followers ?? 0 > 0 { return true }
        return try await answersOpenCall(tags)
    }

    /// The text of its HTML, whom it mentions, and its tags.
    func words(of remote: RemoteStatus) async throws -> (text: String, mentions: [Mention], tags: [TagName]) {
        let named = Array(Set(remote.mentions).sorted().prefix(RemoteStatus.mostMentions))
        let mentioned = try await accounts.accounts(named)
        let mentions = named.compactMap { id in
            mentioned[id]?.account.mention
        }
        var tags: [TagName] = []
        for tag in remote.tags.compactMap(TagName.parse(pathSegment:)) where !tags.contains(tag) {
            tags.append(tag)
            if tags.count == RemoteStatus.mostTags { break }
        }
        return (HTML.plainText(fromHTML: remote.content), mentions, tags)
    }

    private func seen(_ id: Int64?, by account: Int64) async throws -> Status? {
        do { return try await visibleParent(id, for: account) } catch ServiceError.notFound { return nil }
    }
}

extension RemoteStatus {
    static let mostMentions = 200
    static let mostTags = 100
    static let mostAttachments = 16
}

extension Account {
    var mention: Mention { Mention(accountID: id, username: username, domain: domain, url: url ?? uri) }
}
