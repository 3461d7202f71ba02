// What the guard reads of edits, profiles, and of what is written for later.

internal import Database
internal import Domain
internal import Storage

extension Services {
    /// An edit, beside what others can read of the status already.
    func guardedTexts(
        of cached: CachedStatus,
        to text: ResolvedText,
        _ draft: StatusDraft
    ) async throws -> GuardedTexts {
        let old = cached.status
        let added = draft.mediaIDs.filter { id in !cached.media.contains { $0.id == id } }
        var texts = [text.text, text.spoilerText] + (draft.poll?.options ?? [])
        texts += draft.mediaEdits.compactMap(\.description)
        if !added.isEmpty {
            let media = try await database.read { connection in
                try added.compactMap { try MediaQueries.media($0, of: old.accountID, connection) }
            }
            texts += media.compactMap(\.description)
        }
        return GuardedTexts(
            texts: texts,
            language: draft.language ?? old.language,
            earlier: [old.text, old.spoilerText] + (cached.poll?.options ?? [])
                + cached.media.compactMap(\.description),
            calls: [old.id, old.conversationID, old.inReplyToID].compactMap { $0 }
        )
    }

    func guardProfile(of account: Int64, _ changes: ProfileChanges) async throws {
        guard guarding.mode != .off, let old = try await accounts.account(account, for: account)?.account else {
            return
        }
        let new = changes.applied(to: old)
        guard new.guardedTexts != old.guardedTexts else { return }
        try await askOrRefuse(
            GuardedTexts(texts: new.guardedTexts, language: changes.defaultLanguage, earlier: old.guardedTexts),
            .profile,
            by: account
        )
    }

    /// Where authors are asked, they are asked while they write; what is to be held is held when it is due.
    func askBeforeScheduling(_ draft: StatusDraft, by user: User) async throws {
        guard guarding.mode == .warn else { return }
        _ = try await guardPost(try await compose(draft, by: user), of: draft, by: user)
    }
}
