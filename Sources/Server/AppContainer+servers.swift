// What the command line says about other servers.

internal import Basics
internal import Domain
internal import Foundation
internal import Services
internal import Storage

extension AppContainer {
    /// Decisions about servers: a line for each, the newest first.
    public func serverLines() async throws -> [String] {
        let blocks = try await services.serverBlocks().reversed().map { block in
            let flags = [("no media", block.rejectsMedia), ("no reports", block.rejectsReports)]
            let also = flags.filter(\.1).map(\.0).joined(separator: ", ")
            return [block.domain, block.severity.command, also, block.publicComment].filter { !$0.isEmpty }
                .joined(separator: "\t")
        }
        let allows = try await services.serverAllows(PageBounds(limit: 1000)).items.map { "\($0.domain)\tallowed" }
        return blocks + allows
    }

    /// Servers that this one has met: a line for each, by their names.
    public func knownServerLines() async throws -> [String] {
        try await services.knownServers().map { host in
            let software = [host.software, host.softwareVersion].compactMap { $0 }.joined(separator: " ")
            let state =
                host.unreachableSince.map { "unreachable since \($0.iso8601)" }
                ?? host.lastSuccessAt.map { "last reached \($0.iso8601)" } ?? "met \(host.firstSeenAt.iso8601)"
            return [host.name, software.isEmpty ? "?" : software, state].joined(separator: "\t")
        }
    }

    /// Decides about a domain. Returns a sentence.
    ///
    /// - Parameter severity: `limit`, `suspend`, or `none` for the flags alone.
    public func blockServer(
        _ domain: String,
        severity: String,
        rejectsMedia: Bool,
        rejectsReports: Bool,
        reason: String,
        note: String
    ) async throws -> String {
        guard let severity = ServerSeverity.allCases.first(where: { $0.command == severity }) else {
            throw SettingsError("severity is \"\(severity)\": it must be limit, suspend or none.")
        }
        let block = ServerBlock(
            domain: domain,
            severity: severity,
            rejectsMedia: rejectsMedia,
            rejectsReports: rejectsReports,
            publicComment: reason,
            privateComment: note,
            createdAt: services.clock.now()
        )
        let written = try await told { try await services.set(block, by: .commandLine) }
        return "\(written.domain) and all below it: \(written.severity.command)."
    }

    /// Takes a decision back. Returns a sentence.
    public func unblockServer(_ domain: String) async throws -> String {
        guard let name = HostName.canonical(domain),
            let block = try await services.serverBlocks().first(where: { $0.domain == name })
        else { throw SettingsError("Nothing was decided about \(domain).") }
        try await services.deleteServerBlock(block.id, by: .commandLine)
        return "\(block.domain) is as any other server again."
    }

    public func allowServer(_ domain: String) async throws -> String {
        "\(try await told { try await services.allowServer(domain, by: .commandLine) }.domain) may speak with this server."
    }

    public func disallowServer(_ domain: String) async throws -> String {
        let all = try await services.serverAllows(PageBounds(limit: 10_000)).items
        guard let name = HostName.canonical(domain), let allow = all.first(where: { $0.domain == name }) else {
            throw SettingsError("\(domain) is not among the allowed servers.")
        }
        try await services.deleteServerAllow(allow.id, by: .commandLine)
        return "\(allow.domain) is not allowed any more."
    }

    /// All blocks in the CSV form of Mastodon.
    public func serverBlockList() async throws -> String {
        ServerBlockList.text(try await services.serverBlocks())
    }

    /// Reads a list in the CSV form of Mastodon: a line for each decision that is new or other than before.
    ///
    /// - Parameter isPreview: say what would happen, and change nothing.
    public func importServerBlocks(_ file: String, isPreview: Bool) async throws -> [String] {
        guard let data = FileManager.default.contents(atPath: Settings.absolute(file)) else {
            throw SettingsError("\(file) cannot be read.")
        }
        let list: [ServerBlock]
        do {
            list = try ServerBlockList.blocks(Array(data), at: services.clock.now())
        } catch {
            throw SettingsError("\(file): \(error.description)")
        }
        let known = Dictionary(try await services.serverBlocks().map { ($0.domain, $0) }) { $1 }
        var lines: [String] = []
        for block in list {
            if let old = known[block.domain], old.says(block) { continue }
            let follows = try await services.followsAffected(by: block.domain)
            let loses = block.severity == .suspend && follows > 0 ? "\t\(follows) follows wait" : ""
            lines.append("\(block.domain)\t\(block.severity.command)\(loses)")
            if !isPreview { _ = try await told { try await services.set(block, by: .commandLine) } }
        }
        return lines
    }

    private func told<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch ServiceError.invalid(let sentence) {
            throw SettingsError("\(sentence).")
        }
    }
}

extension ServerSeverity {
    /// At the command line.
    var command: String {
        switch self {
        case .noop: "none"
        case .silence: "limit"
        case .suspend: "suspend"
        }
    }
}

extension ServerBlock {
    /// Whether another decision about the same domain is the same.
    fileprivate func says(_ other: ServerBlock) -> Bool {
        severity == other.severity && rejectsMedia == other.rejectsMedia && rejectsReports == other.rejectsReports
            && publicComment == other.publicComment && isObfuscated == other.isObfuscated
    }
}
