// What the command line does with posts that wait for a moderator.

internal import Basics
internal import Database
internal import Domain
internal import Services
internal import Storage

extension AppContainer {
    /// Held posts, the newest first, at most 200: a line for each, and below it one with its words.
    public func heldLines() async throws -> [String] {
        let page = try await services.heldStatuses(PageBounds(limit: 200))
        let accounts = try await services.accounts.accounts(page.items.map(\.status.status.accountID), evenSecret: true)
        return page.items.flatMap { held in
            let status = held.status.status
            let author = accounts[status.accountID].map { "@\($0.account.acct)" } ?? "account \(status.accountID)"
            let head = ["\(status.id)", status.createdAt.isoDate, author, held.kinds.joined(separator: " ")]
            return [head.joined(separator: "\t"), "\t" + AppContainer.line(status.text)]
        }
    }

    /// Publishes a held post. Returns its number from now on.
    public func approveHeld(_ id: Int64) async throws -> Int64 {
        do {
            return try await services.approveHeldStatus(id, by: .commandLine).status.id
        } catch ServiceError.notFound {
            throw SettingsError("No post \(id) is held.")
        } catch ServiceError.invalid(let sentence) {
            throw SettingsError("\(sentence.english).")
        }
    }

    public func rejectHeld(_ id: Int64, reason: String) async throws {
        do {
            try await services.rejectHeldStatus(id, ModerationOptions(text: reason), by: .commandLine)
        } catch ServiceError.notFound {
            throw SettingsError("No post \(id) is held.")
        }
    }
}
