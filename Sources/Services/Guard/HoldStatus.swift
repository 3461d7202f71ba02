// Between composing and publishing: a post with private information is asked about, or held for a moderator; so is one of a tag or
// call of which moderators hold all new posts.

internal import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    /// Nil where a status may be published. Throws `.invalid` where its author is asked first; returns a held one as its author
    /// alone sees it.
    func guardPost(_ new: NewStatus, of draft: StatusDraft, by user: User) async throws -> CachedStatus? {
        // Letters to a few are between those who write and read them.
        guard new.visibility != .direct else { return nil }
        let measure = try await holding(new, by: user)
        let found = try await privateInformation(in: new, draft, by: user)
        if guarding.mode == .hold, let found {
            return try await hold(new, of: draft, for: HoldGrounds(found, measure), by: user)
        }
        return if let measure { try await hold(new, of: draft, for: HoldGrounds(nil, measure), by: user) } else { nil }
    }

    /// Asks the author about it, where the admin chose that.
    private func privateInformation(
        in new: NewStatus,
        _ draft: StatusDraft,
        by user: User
    ) async throws -> PrivateInformation? {
        guard guarding.mode != .off else { return nil }
        let guarded = try await guardedTexts(new, draft, by: user.accountID)
        guard let found = try await privateInformation(in: guarded, by: user.accountID) else { return nil }
        // What was written for later was asked about then.
        if guarding.mode != .hold, draft.scheduledID == nil {
            try await ask(about: found, in: guarded.texts, by: user.accountID)
        }
        return found
    }

    private func guardedTexts(_ new: NewStatus, _ draft: StatusDraft, by account: Int64) async throws -> GuardedTexts {
        var texts = [new.text, new.spoilerText] + (new.poll?.options ?? [])
        let ids = draft.mediaIDs
        if !ids.isEmpty {
            texts += try await database.read { connection in
                try ids.compactMap { try MediaQueries.media($0, of: account, connection)?.description }
            }
        }
        if let call = draft.call { texts += [call.suggestedBy] + call.resources.flatMap { [$0.name, $0.url] } }
        return GuardedTexts(
            texts: texts,
            language: new.language,
            calls: [new.parent?.id, new.parent?.conversationID].compactMap { $0 },
            helpLines: draft.call?.resources.map(\.phone) ?? []
        )
    }

    /// Keeps a draft for a moderator. The same request again returns the same one.
    private func hold(
        _ new: NewStatus,
        of draft: StatusDraft,
        for reason: HoldGrounds,
        by user: User
    ) async throws -> CachedStatus {
        if draft.call != nil { throw reason.refusalOfCall }
        var kept = draft
        (kept.visibility, kept.isSensitive, kept.language) = (new.visibility, new.isSensitive, new.language)
        kept.quotePolicy = new.quotePolicy
        let (text, account) = (kept.keptText, user.accountID)
        let row = try await change { change -> HeldRow in
            let row = HeldRow(
                id: draft.scheduledID ?? change.ids.next(),
                accountID: account,
                draft: text,
                kinds: reason.names,
                idempotencyKey: draft.idempotencyKey,
                createdAt: change.now,
                measure: reason.measure?.subject
            )
            if let id = draft.scheduledID {
                // Where two workers came upon it, one has held it already.
                if try HeldQueries.hold(row, change.connection) {
                    try change.tellWebhooks(of: row)
                } else if try HeldQueries.held(id, change.connection) == nil {
                    throw ServiceError.notFound
                }
                return row
            }
            guard try HeldQueries.insert(row, change.connection) else {
                let other = try draft.idempotencyKey.flatMap {
                    try HeldQueries.held(key: $0, of: account, change.connection)
                }
                guard let other else { throw ServiceError.invalid("The same was written for later already") }
                return other
            }
            let media = try change.attachable(draft.mediaIDs, by: account)
            try MediaQueries.reserve(media.map(\.id), for: row.id, change.connection)
            try change.tellWebhooks(of: row)
            return row
        }
        guarding.note("Post \(row.id) of account \(account) is held: \(reason.names)")
        return try await heldStatus(row, new)
    }
}

extension Change {
    /// Where all posts of a tag or call wait no word is said for each: whoever holds them knows. Private information is told all the same.
    fileprivate mutating func tellWebhooks(of row: HeldRow) throws {
        guard row.measure == nil || row.kinds.contains(" ") else { return }
        try tellWebhooks(.statusHeld, row.id, at: "/moderation/held/\(row.id)")
    }
}
