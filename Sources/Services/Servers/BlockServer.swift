// A moderator decides about another server.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// One page, the newest first.
    public func serverBlocks(_ page: PageBounds) async throws -> Page<ServerBlock> {
        let rows = try await database.read { try ServerPolicyQueries.blocks(page, $0) }
        return Page(rows: rows.map { ($0.id, $0) }, bounds: page)
    }

    /// All of them.
    public func serverBlocks() async throws -> [ServerBlock] {
        try await database.read { try ServerPolicyQueries.blocks($0) }
    }

    public func serverBlock(_ id: Int64) async throws -> ServerBlock {
        guard let block = try await database.read({ try ServerPolicyQueries.block(id, $0) }) else {
            throw ServiceError.notFound
        }
        return block
    }

    /// Writes a decision, in the place of the one about the same domain where there is one. Throws `ServiceError.invalid`
    /// for what is not a domain, and for this server's own.
    ///
    /// - Parameter isNew: refuse it where there is one.
    public func set(_ block: ServerBlock, isNew: Bool = false, by moderator: Moderator) async throws -> ServerBlock {
        var block = block
        block.domain = try serverDomain(block.domain)
        let draft = block
        let written = try await change { change in
            try change.rank(of: moderator)
            if isNew, try ServerPolicyQueries.block(of: draft.domain, change.connection) != nil {
                throw ServiceError.invalid("Domain has already been taken")
            }
            let block = try ServerPolicyQueries.set(draft, change.connection)
            try change.enqueue(ServerPolicyJob.draft(block.domain))
            try change.log(.blockServer, by: moderator) { action in
                action.subject = "\(block.domain) \(block.severity.name)"
                (action.text, action.note) = (block.publicComment, block.privateComment)
            }
            return block
        }
        try await servers.reload()
        return written
    }

    /// Takes a decision back. Returns it as it was.
    @discardableResult
    public func deleteServerBlock(_ id: Int64, by moderator: Moderator) async throws -> ServerBlock {
        let block = try await serverBlock(id)
        try await change { change in
            try change.rank(of: moderator)
            _ = try ServerPolicyQueries.deleteBlock(id, change.connection)
            try change.log(.unblockServer, by: moderator) { $0.subject = block.domain }
            try change.enqueue(ServerPolicyJob.draft(block.domain))
        }
        try await servers.reload()
        return block
    }

    public func serverAllows(_ page: PageBounds) async throws -> Page<ServerAllow> {
        let rows = try await database.read { try ServerPolicyQueries.allows(page, $0) }
        return Page(rows: rows.map { ($0.id, $0) }, bounds: page)
    }

    public func serverAllow(_ id: Int64) async throws -> ServerAllow {
        guard let allow = try await database.read({ try ServerPolicyQueries.allow(id, $0) }) else {
            throw ServiceError.notFound
        }
        return allow
    }

    /// Lets a domain speak with this server where only named ones may.
    public func allowServer(_ domain: String, by moderator: Moderator) async throws -> ServerAllow {
        let domain = try serverDomain(domain)
        let allow = try await change { change in
            try change.rank(of: moderator)
            try change.log(.allowServer, by: moderator) { $0.subject = domain }
            return try ServerPolicyQueries.allow(domain: domain, at: change.now, change.connection)
        }
        guard let allow else { throw ServiceError.notFound }
        try await servers.reload()
        return allow
    }

    @discardableResult
    public func deleteServerAllow(_ id: Int64, by moderator: Moderator) async throws -> ServerAllow {
        let allow = try await serverAllow(id)
        try await change { change in
            try change.rank(of: moderator)
            _ = try ServerPolicyQueries.deleteAllow(id, change.connection)
            try change.log(.disallowServer, by: moderator) { $0.subject = allow.domain }
        }
        try await servers.reload()
        return allow
    }

    /// A domain in the one spelling in which it is compared.
    private func serverDomain(_ text: String) throws -> String {
        let text = text.hasPrefix("@") ? String(text.dropFirst()) : text
        guard let domain = HostName.canonical(text) else {
            throw ServiceError.invalid("Domain is not a valid domain name")
        }
        let own = [site.domain, site.webDomain].compactMap { HostName.canonical($0.prefix { $0 != ":" }) }
        guard !own.contains(domain) else {
            throw ServiceError.invalid("Domain is this server's own")
        }
        return domain
    }
}
