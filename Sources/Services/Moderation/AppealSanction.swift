// Somebody appeals what a moderator did to them; another moderator decides, in words.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// What was done to an account, the newest first: a hundred at most.
    public func sanctions(of account: Int64) async throws -> [Sanction] {
        try await database.read { connection in
            let actions = try ModerationActionQueries.sanctions(of: account, limit: 100, connection)
            let appeals = try AppealQueries.appeals(actions.map(\.id), connection)
            return actions.map { Sanction(action: $0, appeal: appeals[$0.id]) }
        }
    }

    /// Appeals an act. Throws `ServiceError.notFound` for one that is not about `account`, `.invalid` for one that can not be
    /// appealed (any more), and for words that are none or too many.
    public func appeal(_ action: Int64, _ text: String, by account: Int64) async throws {
        let text = text.trimmed
        guard !text.isEmpty else { throw ServiceError.invalid("Please say why") }
        guard text.unicodeScalars.count <= Appeal.textLimit else {
            throw ServiceError.invalid("Text must have \(most: Appeal.textLimit) characters or fewer")
        }
        try await change { change in
            guard let sanction = try change.sanction(action), sanction.action.targetID == account else {
                throw ServiceError.notFound
            }
            let appeal = Appeal(actionID: action, accountID: account, text: text, createdAt: change.now)
            guard sanction.canBeAppealed(at: change.now), try AppealQueries.insert(appeal, change.connection) else {
                throw ServiceError.invalid("This can not be appealed any more")
            }
            try change.tellWebhooks(.appealCreated, action, at: "/moderation/appeals/\(action)")
        }
    }

    /// Decides an appeal in words; granted, what was done is undone in the same transaction.
    ///
    /// Throws `ServiceError.notFound`, `.forbidden` where `moderator` may not act on the person, or did it and somebody else could
    /// decide, and `.invalid` without words, or where it is decided already.
    public func decideAppeal(_ id: Int64, isGranted: Bool, answer: String, by moderator: Moderator) async throws {
        let answer = answer.trimmed
        guard !answer.isEmpty else { throw ServiceError.invalid("Please say why") }
        try ModerationOptions(text: answer).check()
        let marked = try await database.read { try ModerationActionQueries.actions([id], $0)[id] }
        let posts = marked?.kind == .markStatuses ? marked?.statusIDs ?? [] : []
        let senders = try await senders(of: try await statuses.statuses(posts))
        try await change { change in
            guard let sanction = try change.sanction(id), let appeal = sanction.appeal,
                let target = sanction.action.targetID
            else { throw ServiceError.notFound }
            // One after the other, and nothing for who has closed the account.
            guard try AccountQueries.restrictions(of: target, change.connection) != nil,
                try UserQueries.user(target, change.connection)?.isDisabled != true
            else { throw ServiceError.notFound }
            try change.require(moderator, mayActOn: target)
            guard try !change.isForAnother(sanction.action, than: moderator) else {
                throw ServiceError.forbidden("Another moderator decides about this appeal")
            }
            let decision = Appeal.Decision(
                isGranted: isGranted,
                answer: answer,
                at: change.now,
                by: moderator.accountID
            )
            guard try AppealQueries.decide(appeal.actionID, decision, change.connection) else {
                throw ServiceError.invalid("This appeal is decided already")
            }
            try change.log(isGranted ? .grantAppeal : .rejectAppeal, by: moderator) { action in
                (action.targetID, action.text, action.subject) = (target, answer, "\(id)")
            }
            if isGranted { try change.undo(sanction.action, on: target, senders, by: moderator) }
            if let warning = try WarningQueries.id(ofAction: id, change.connection) {
                try change.notify(.moderationWarning, target, from: target, status: nil, subject: warning)
            }
            try change.enqueueMail(.appealDecided(id), to: target)
        }
    }

    /// Appeals that wait, the oldest first.
    public func openAppeals(after action: Int64 = 0, limit: Int) async throws -> [Sanction] {
        try await database.read { connection in
            let appeals = try AppealQueries.open(after: action, limit: limit, connection)
            let actions = try ModerationActionQueries.actions(appeals.map(\.actionID), connection)
            return appeals.compactMap { appeal in
                actions[appeal.actionID].map { Sanction(action: $0, appeal: appeal) }
            }
        }
    }
}

extension Change {
    func sanction(_ id: Int64) throws -> Sanction? {
        guard let action = try ModerationActionQueries.actions([id], connection)[id], action.kind.isSanction else {
            return nil
        }
        return Sanction(action: action, appeal: try AppealQueries.appeals([id], connection)[id])
    }

    /// Whether whoever did it would decide about it, though somebody else could.
    fileprivate func isForAnother(_ action: ModerationAction, than moderator: Moderator) throws -> Bool {
        guard let actor = action.moderator.accountID, actor == moderator.accountID, let target = action.targetID else {
            return false
        }
        let role = try UserQueries.user(target, connection)?.role
        return try UserQueries.staff(connection).contains { other in
            guard other != actor, let rank = try? rank(of: .account(other)) else { return false }
            return ModerationPolicy.refusal(.account(other), rank, on: target, role: role) == nil
        }
    }

    /// Takes back what was done, as far as it still holds. A post that was removed is gone: its removal is struck from the record.
    fileprivate mutating func undo(
        _ action: ModerationAction,
        on target: Int64,
        _ senders: [Int64: Int64],
        by moderator: Moderator
    ) throws {
        if action.undoneAt == nil, let moderation = Moderation(rawValue: action.kind.rawValue),
            let opposite = moderation.opposite
        {
            try moderate(target, opposite)
            try setEnd(nil, of: opposite, target)
            try note(target, opposite, ModerationOptions(), by: moderator)
        }
        if action.kind == .markStatuses { try unmark(action.statusIDs, of: target, senders, by: moderator) }
        try ModerationActionQueries.undo(action.id, by: moderator, at: now, connection)
    }
}
