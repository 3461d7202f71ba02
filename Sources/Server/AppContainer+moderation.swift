// What the command line does as a moderator.

internal import Basics
internal import Database
internal import Domain
internal import Services
internal import Storage

extension AppContainer {
    /// What a moderator does with an account, by its name at the command line.
    public enum AccountAction: String, Sendable {
        case limit, unlimit, suspend, unsuspend

        fileprivate var moderation: Moderation {
            switch self {
            case .limit: .silence
            case .unlimit: .unsilence
            case .suspend: .suspend
            case .unsuspend: .unsuspend
            }
        }
    }

    /// Limits or suspends an account, or takes that back. Returns a sentence.
    ///
    /// - Parameters:
    ///   - name: with or without its `@`, or the id.
    ///   - until: the last day, as 2026-12-31, or for how long, as 12h, 7d or 2w; nil: until it is taken back.
    public func moderate(
        _ name: String,
        _ action: AccountAction,
        reason: String = "",
        until: String? = nil
    ) async throws -> String {
        let end = try until.map(end)
        let (id, acct) = try await account(name)
        try await services.moderate(
            id,
            action.moderation,
            ModerationOptions(text: reason, until: end),
            by: .commandLine
        )
        let state =
            switch action {
            case .limit: "limited"
            case .unlimit: "not limited any more"
            case .suspend: "suspended"
            case .unsuspend: "not suspended any more"
            }
        return "@\(acct) is \(state)" + (end.map { " until \($0.iso8601.prefix(16)) UTC" } ?? "") + "."
    }

    /// Lets somebody in who waits for it, or erases their sign-up. Returns a sentence.
    ///
    /// - Parameter words: go into the letter.
    public func decideSignUp(_ name: String, isApproved: Bool, words: String = "") async throws -> String {
        let (id, acct) = try await account(name)
        do {
            if isApproved {
                try await services.approveSignUp(id, words: words, by: .commandLine)
                return "@\(acct) is approved."
            }
            try await services.rejectSignUp(id, words: words, by: .commandLine)
            return "The sign-up of @\(acct) is erased, and the name is free."
        } catch ServiceError.notFound {
            throw SettingsError("@\(acct) has no login here.")
        } catch ServiceError.forbidden {
            throw SettingsError("@\(acct) does not wait to be approved.")
        } catch ServiceError.invalid(let sentence) {
            throw SettingsError("\(sentence).")
        }
    }

    /// Gives an account a role: `user`, `moderator` or `admin`. Returns a sentence.
    public func setRole(_ name: String, _ role: String) async throws -> String {
        guard let wanted = Role.allCases.first(where: { "\($0)" == role }) else {
            throw SettingsError("\"\(role)\" is not a role: it must be user, moderator or admin.")
        }
        let (id, acct) = try await account(name)
        do {
            try await services.setRole(wanted, of: id, by: .commandLine)
        } catch ServiceError.notFound {
            throw SettingsError("@\(acct) has no login here.")
        }
        return "@\(acct) is \(wanted == .user ? "a user" : wanted == .admin ? "an admin" : "a moderator") now."
    }

    /// Has the sign-in of an account ask for the password alone again. Returns a sentence.
    public func turnOffTwoFactor(_ name: String) async throws -> String {
        do {
            return try await services.turnOffTwoFactor(of: name)
                ? "Signing in to @\(name) asks for the password alone from now on."
                : "Signing in to @\(name) asks for the password alone already."
        } catch ServiceError.notFound {
            throw SettingsError("There is no account with a login here that is named \"\(name)\".")
        }
    }

    /// Removes all passkeys of an account. Returns a sentence.
    public func removePasskeys(_ name: String) async throws -> String {
        do {
            let count = try await services.removePasskeys(of: name)
            return "\(count == 1 ? "1 passkey" : "\(count) passkeys") of @\(name) removed"
                + (count > 0 ? "; whoever was signed in is signed out." : ".")
        } catch ServiceError.notFound {
            throw SettingsError("There is no account with a login here that is named \"\(name)\".")
        }
    }

    /// Removes a post. Throws `SettingsError` where there is none.
    public func removeStatus(_ id: Int64, reason: String) async throws {
        do {
            try await services.removeStatus(id, ModerationOptions(text: reason), by: .commandLine)
        } catch ServiceError.notFound {
            throw SettingsError("There is no post \(id).")
        }
    }

    /// Reports, the newest first, at most 200: a line for each, and below it one for each post: its address, its words.
    public func reportLines(resolved: Bool) async throws -> [String] {
        let page = try await services.reports(.init(isResolved: resolved), PageBounds(limit: 200))
        let statuses = try await services.statuses.statuses(page.items.flatMap(\.statusIDs))
        let accounts = try await services.accounts.accounts(
            page.items.flatMap { [$0.accountID, $0.targetID] },
            evenSecret: true
        )
        func name(_ id: Int64) -> String { (accounts[id].map { "@\($0.account.acct) " } ?? "") + "(\(id))" }
        return page.items.flatMap { report in
            let head = [
                "\(report.id)", report.createdAt.isoDate, "\(name(report.accountID)) about \(name(report.targetID))",
                report.category.name, AppContainer.line(report.comment),
            ]
            let posts = report.statusIDs.map { id in
                guard let status = statuses[id]?.status, let author = accounts[status.accountID]?.account else {
                    return "\tpost \(id) is gone"
                }
                let address = status.url ?? services.site.statusURL(id, by: author.username)
                let words = status.isLocal ? status.text : HTML.plainText(fromHTML: status.content)
                let said = [status.spoilerText, words].filter { !$0.isEmpty }.joined(separator: " | ")
                return "\t\(address)\t\(AppContainer.line(said))"
            }
            return [head.joined(separator: "\t")] + posts
        }
    }

    private func account(_ name: String) async throws -> (id: Int64, acct: String) {
        let username = name.hasPrefix("@") ? String(name.dropFirst()) : name
        let found = try await services.database.read { connection -> Int64? in
            guard Username.isValid(username) else { return nil }
            // Names may be of digits alone; they come first.
            return try AccountQueries.id(username: username, domain: "", connection) ?? Int64(username)
        }
        guard let found, let kept = try await services.accounts.account(found, evenSecret: true) else {
            throw SettingsError("There is no account \(name).")
        }
        return (found, kept.account.acct)
    }

    private func end(_ text: String) throws -> Timestamp {
        if let day = Timestamp(iso8601: "\(text)T00:00:00Z") { return day + .seconds(86_400) }
        let units: [Character: Int64] = ["h": 3600, "d": 86_400, "w": 7 * 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
            (1...10_000).contains(count)
        else {
            throw SettingsError("until is \"\(text)\": it must be a day, as 2026-12-31, or a time, as 12h, 7d or 2w.")
        }
        return services.clock.now() + .seconds(count * unit)
    }

    /// Somebody's words in one line of the terminal, cut where they are long; control characters could move its cursor.
    static func line(_ text: String) -> String {
        let words = text.split { $0.isWhitespace }.joined(separator: " ")
        let unsafe: Set<Unicode.GeneralCategory> = [.control, .format]
        let kept = words.unicodeScalars.filter { !unsafe.contains($0.properties.generalCategory) }
        let safe = String(String.UnicodeScalarView(kept))
        return safe.count > 100 ? safe.prefix(99) + "…" : safe
    }
}
