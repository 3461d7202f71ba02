// Telling people, inside of the transaction of what they are told.

internal import Domain
internal import Storage

extension Change {
    /// Tells a local account of something, unless it does not want to hear of it; by its policy it may be held back.
    ///
    /// - Parameters:
    ///   - conversation: of the status; 0 where there is none.
    ///   - subject: the report or the warning that it is about.
    mutating func notify(
        _ kind: NotificationKind,
        _ account: Int64,
        from: Int64,
        status: Int64?,
        conversation: Int64 = 0,
        subject: Int64? = nil
    ) throws {
        // A warning stands in the name of the account itself, as with Mastodon.
        guard account != from || kind == .moderationWarning,
            let standing = try NotificationPolicyQueries.standing(
                of: account,
                to: from,
                conversation: conversation,
                status: status,
                now: now,
                connection
            )
        else { return }
        let ruling = try standing.policy.ruling(on: kind, standing.sender, at: now) {
            guard let status else { return false }
            return try NotificationPolicyQueries.isAnswer(status, by: from, to: account, connection)
        }
        guard ruling != .drop else { return }
        let isFiltered = ruling == .filter
        // What is held back is in no group: it stands apart until it is accepted.
        let group =
            kind.isGroupable && !isFiltered
            ? try NotificationGroupQueries.place(kind, for: account, status: status, at: now, connection) : nil
        let id = try NotificationQueries.insert(
            kind,
            for: account,
            from: from,
            status: status,
            group: group,
            isFiltered: isFiltered,
            subject: subject,
            at: now,
            connection
        )
        if let group { try NotificationGroupQueries.grow(group, by: id, at: now, connection) }
        guard isFiltered else {
            record(.notified(account: account, notification: id))
            if standing.hasPush { try enqueuePushes(kind, [(id, account)]) }
            return
        }
        if kind.isRequest { try NotificationRequestQueries.ask(account, from: from, at: now, connection) }
        record(.notificationFiltered(account: account, notification: id))
    }

    /// Tells moderators and admins.
    mutating func notifyStaff(
        _ kind: NotificationKind,
        from: Int64,
        subject: Int64? = nil,
        except excluded: Int64? = nil
    ) throws {
        for account in try UserQueries.staff(connection) where account != excluded {
            try notify(kind, account, from: from, status: nil, subject: subject)
        }
    }

    /// Tells moderators and admins that somebody signed up, with an address that is confirmed where that is asked.
    mutating func tellOfSignUp(_ account: Int64, isApproved: Bool) throws {
        try notifyStaff(.adminSignUp, from: account)
        let page = isApproved ? "people" : "sign-ups"
        try tellWebhooks(.accountCreated, account, at: "/moderation/\(page)/\(account)")
    }

    /// Goes on with what was written for many at once.
    mutating func finish(_ kind: NotificationKind, _ all: [(id: Int64, account: Int64)]) throws {
        for (id, account) in all { record(.notified(account: account, notification: id)) }
        try enqueuePushes(kind, all)
    }
}
