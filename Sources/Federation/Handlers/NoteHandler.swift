// Posts of others: written, edited, deleted, boosted, liked, pinned; and votes, which look like posts.

internal import ActivityPub
internal import Basics
internal import Domain
internal import Services

extension Federation {
    func create(_ activity: Activity, _ sender: Sender) async throws {
        guard let note = try await note(in: activity) else { return }
        if let vote = note.vote, let question = try await services.status(uri: vote.question.text),
            let poll = question.poll, let place = poll.options.firstIndex(of: vote.option)
        {
            let voter = try await services.remoteAccount(uri: note.author.text)
            try await services.vote(in: poll.id, for: [Int64(place)], by: voter)
            return
        }
        guard try await concernsUs(note, sender) else { return }
        _ = try await services.importStatus(note)
    }

    /// The object of a Create or Update, if it can be believed; fetched from its origin if not.
    private func note(in activity: Activity) async throws -> Note? {
        guard let object = activity.object else { return nil }
        if let json = object.json {
            switch Belief.of(embedded: json, in: activity.id, owner: activity.actor) {
            case .believed: return Note(json)
            case .refused: return nil
            case .fetch(let id): return try await services.document(id).flatMap { Note($0) }
            }
        }
        guard let id = object.id else { return nil }
        return try await services.document(id).flatMap { Note($0) }
    }

    /// Is there anybody here for whom it is? What is private is kept only if somebody here may read it.
    private func concernsUs(_ note: Note, _ sender: Sender) async throws -> Bool {
        if sender.recipient != nil { return true }
        for person in note.addressing.addressees where site.isOurs(person) { return true }
        guard let author = try await services.knownAccount(uri: note.author.text) else {
            return try await answersOurs(note)
        }
        let followers = try await services.followersURI(of: author).flatMap { ObjectID($0) }
        switch note.addressing.reach(followers: followers) {
        case .direct: return false
        case .followers: return try await services.hasLocalFollowers(author)
        case .everybody, .unlisted:
            if try await services.hasLocalFollowers(author) { return true }
            return try await answersOurs(note)
        }
    }

    private func answersOurs(_ note: Note) async throws -> Bool {
        let reach = note.addressing.reach(followers: nil)
        guard let parent = note.inReplyTo, reach == .everybody || reach == .unlisted else { return false }
        return try await services.status(uri: parent.text) != nil
    }

    func update(_ activity: Activity, _ sender: Sender) async throws {
        guard let object = activity.object else { return }
        if object.id == activity.actor {
            // What the actor says of itself in its own, signed word is as good as what its server would answer.
            guard let json = object.json,
                Belief.of(embedded: json, in: activity.id, owner: activity.actor) == .believed,
                let actor = ActorObject(json)
            else { return }
            _ = try await services.updateRemoteAccount(actor)
            return
        }
        guard let note = try await note(in: activity), Belief.mayChange(activity.actor, note.author) else { return }
        guard try await isKnown(note) else { return }
        try await services.importEdit(note)
    }

    /// It is here, or waits for a moderator.
    private func isKnown(_ note: Note) async throws -> Bool {
        if try await services.status(uri: note.id.text) != nil { return true }
        guard let author = try await services.knownAccount(uri: note.author.text) else { return false }
        return try await services.isHeld(uri: note.id.text, by: author)
    }

    func delete(_ activity: Activity, _ sender: Sender) async throws {
        guard let object = activity.object?.id, let account = try await services.knownAccount(uri: sender.actor.text)
        else {
            return
        }
        if object == sender.actor {
            try await services.deleteAccount(remote: account)
        } else if try await !services.takeBack(stamp: object.text, by: account), object.origin == sender.actor.origin {
            try await services.deleteStatus(uri: object.text, by: account)
        }
    }

    func announce(_ activity: Activity, _ sender: Sender) async throws {
        guard let object = activity.object, let id = activity.id else { return }
        // A boost matters if it is of a post that is here, or somebody here follows whoever boosts: nobody else makes this
        // server fetch and keep what they like.
        let isHere = try await isKnown(object.id)
        let isFollowed = try await isFollowedHere(try await services.knownAccount(uri: sender.actor.text))
        guard isHere || isFollowed else { return }
        // A group passes on what its members did (FEP-1b12): each is looked at where it comes from.
        if let json = object.json, Activity.kind(of: json) != nil {
            guard let inner = object.id, let document = try await services.document(inner),
                let done = Activity(document), done.kind == .create || done.kind == .update
            else { return }
            try await handlePassedOn(done)
            return
        }
        guard let target = object.id, let status = try await services.importStatus(at: target) else {
            throw ServiceError.notFound
        }
        let booster = try await services.remoteAccount(uri: sender.actor.text)
        guard status.status.visibility.isOpen || status.status.accountID == booster else {
            throw ServiceError.forbidden("It is not for everybody")
        }
        let followers = try await services.followersURI(of: booster)
        let visibility = RemoteVisibility.of(activity.addressing, followers: followers)
        _ = try await services.reblogStatus(
            status.status.id,
            visibility: visibility == .direct ? .private : visibility,
            by: booster,
            origin: StatusOrigin(uri: id.text, publishedAt: published(activity.published))
        )
    }

    private func isKnown(_ id: ObjectID?) async throws -> Bool {
        guard let id else { return false }
        return try await services.status(uri: id.text) != nil
    }

    private func isFollowedHere(_ account: Int64?) async throws -> Bool {
        guard let account else { return false }
        return try await services.hasLocalFollowers(account)
    }

    private func handlePassedOn(_ activity: Activity) async throws {
        guard let note = try await note(in: activity) else { return }
        if try await isKnown(note) {
            try await services.importEdit(note)
        } else {
            _ = try await services.importStatus(note)
        }
    }

    func like(_ activity: Activity, _ sender: Sender) async throws {
        guard let object = activity.object?.id, let status = try await services.status(uri: object.text) else {
            throw ServiceError.notFound
        }
        let account = try await services.remoteAccount(uri: sender.actor.text)
        _ = try await services.favouriteStatus(status.status.id, by: account)
    }

    /// Add and Remove of the actor's own pinned posts.
    func pin(_ activity: Activity, _ sender: Sender) async throws {
        guard let object = activity.object?.id, let target = activity.target?.id,
            let account = try await services.knownAccount(uri: sender.actor.text),
            try await services.featuredURI(of: account) == target.text,
            let status = try await services.status(uri: object.text), status.status.accountID == account
        else { return }
        if activity.kind == .add {
            _ = try await services.pinStatus(status.status.id, by: account)
        } else {
            _ = try await services.unpinStatus(status.status.id, by: account)
        }
    }

    /// What another server says of the time is believed as far as it is not in the future.
    func published(_ moment: Timestamp?) -> Timestamp { min(moment ?? services.clock.now(), services.clock.now()) }

}
