// What the command line asks of the house, in plain words.

internal import Basics
internal import Database
internal import Domain
internal import HTTPTypes
internal import MastodonAPI
internal import Services
internal import Storage

extension AppContainer {
    /// Makes an account. Returns the password that was made, where none was given.
    public func createAccount(
        name: String,
        email: String,
        password: String?,
        isAdmin: Bool
    ) async throws -> String? {
        try await services.createAccount(
            NewAccount(
                username: name,
                email: email,
                password: password,
                role: isAdmin ? .admin : .user,
                agreement: true,
                allowsReservedName: isAdmin
            )
        ).generatedPassword
    }

    /// Gives each login to `body` as one line: id, name, e-mail, day of sign-up, then what is special about it.
    public func listAccounts(_ body: (String) -> Void) async throws {
        try await services.forEachLogin { login in
            let marks = [
                login.role == .user ? nil : "\(login.role)", login.isDisabled ? "disabled" : nil,
                login.isConfirmed ? nil : "unconfirmed", login.isApproved ? nil : "not approved",
                login.isSilenced ? "limited" : nil, login.isSuspended ? "suspended" : nil,
            ].compactMap { $0 }
            let columns = ["\(login.id)", login.username, login.email, login.createdAt.isoDate]
            body((columns + marks).joined(separator: "\t"))
        }
    }

    /// Makes an access token for a local account and returns it.
    public func createToken(name: String, scopes: String) async throws -> String {
        if let unknown = Scopes.split(scopes).first(where: { Scopes(text: $0) == nil }) {
            throw SettingsError("The scope \"\(unknown)\" is not known: use names such as read, write, follow, push.")
        }
        return try await services.createToken(username: name, scopes: scopes).token
    }

    /// Makes synthetic accounts for a replay: each is given to `body` as part (`caller`, `person`, `puppet`, `admin`),
    /// id, name and token.
    public func createReplayAccounts(
        people: Int,
        puppets: Int,
        admin: Bool,
        _ body: (_ part: String, _ id: Int64, _ name: String, _ token: String) throws -> Void
    ) async throws {
        try await services.createReplayAccounts(
            [(.caller, 1), (.admin, admin ? 1 : 0), (.person, people), (.puppet, puppets)]
        ) { accounts in
            for account in accounts { try body(account.role.rawValue, account.id, account.username, account.token) }
        }
    }

    /// What trends now, a line each: where it stands, its score, its tag and the reasons.
    public func trendLines() async throws -> [String] {
        try await services.restoreTrends()
        for _ in 0..<2 { try await services.refreshTrends(keepingSpans: false) }
        let listed = try await services.trends().map { trend in
            let companions = trend.companions.map { " #\($0.tag.display)" }.joined()
            let more = trend.moreCompanions > 0 ? " and \(trend.moreCompanions) more" : ""
            let with = companions.isEmpty ? "" : " With it:\(companions)\(more)."
            return "\(trend.shelf.name)\t#\(trend.tag.display)\t\(trend.explanation)\(with)"
        }
        let held = try await services.heldTrends().map { trend in
            "held\t#\(trend.tag.display)\t\(trend.held.map(\.reason).joined(separator: " "))"
        }
        return listed + held
    }

    /// Decides about a tag as a trend: a name of `TrendRuling`, or `clear`.
    public func decideTrend(_ tag: String, _ decision: String) async throws {
        guard let name = TagName.parse(pathSegment: tag) else { throw SettingsError("\"\(tag)\" is not a tag.") }
        let ruling = TrendRuling(name: decision)
        guard ruling != nil || decision == "clear" else {
            throw SettingsError(
                "\"\(decision)\" is not a decision: it must be approve, refuse, always, never or clear."
            )
        }
        try await services.ruleTrend(name, ruling, by: .commandLine)
    }

    /// The endpoints of the client API, a line each: method, path, who may call it.
    public static var routeLines: [String] {
        API.routes().routes.map { "\($0.method.rawValue)\t\($0.path)\t\($0.access.summary)" }
    }

    /// Semantic version of this program.
    public static var version: String { Version.current }

    /// The schema this program knows.
    public static var newestSchema: Int64 { Migrator.newest }

    /// Counts everything anew. Returns one line for each counter that differs, at most 100 of each kind.
    public func recount() async throws -> [String] {
        let differences = try await database.read(consistent: true) {
            try RecountQueries.differences(limit: 100, $0)
        }
        let unsearchable = try await database.read { try SearchWorkQueries.missing(limit: 100, $0) }
        return differences.map {
            "\($0.subject) \($0.id): \($0.counter) is \($0.stored), counted \($0.counted)"
        } + unsearchable.map { "status \($0): not in the index of search" }
    }

    /// Why files that people uploaded cannot be processed now, a line for each reason.
    public func mediaFaults() async throws -> [String] { try await services.mediaFaults() }

    /// Sets every counter that differs to what is counted. Returns how many were changed.
    public func repairCounters() async throws -> Int {
        let repaired = try await database.write { connection in
            let unsearchable = try SearchWorkQueries.missing(limit: 1_000_000, connection).count
            // The server indexes them when it runs.
            if unsearchable > 0 { try SearchWorkQueries.add(SearchWorkQueries.everybody, connection) }
            return try RecountQueries.repair(connection) + unsearchable
        }
        try await services.forgetEverywhere()
        return repaired
    }
}
