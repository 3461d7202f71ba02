// /api/v1/admin/domain_blocks and domain_allows: what moderators decide about other servers; and what everybody may know of it.

internal import Basics
internal import Crypto
internal import Domain
internal import HTTPTypes
internal import Services

func serverRoutes(_ table: inout RouteTable) {
    let blocks = "/api/v1/admin/domain_blocks"
    table.get(blocks, .user(.adminRead), listBlocks)
    table.get("\(blocks)/:id", .user(.adminRead)) { request in
        try request.requireModerator()
        return try await block(try await request.services.serverBlock(try request.pathID()), request)
    }
    table.post(blocks, .user(.adminWrite)) { request in
        let moderator = try request.requireModerator()
        let new = ServerBlock(
            domain: try request.parameters.text("domain") ?? "",
            createdAt: request.services.clock.now()
        )
        return try await block(
            try await request.services.set(try changed(new, request), isNew: true, by: moderator),
            request
        )
    }
    table.update("\(blocks)/:id", .user(.adminWrite)) { request in
        let moderator = try request.requireModerator()
        let known = try await request.services.serverBlock(try request.pathID())
        return try await block(try await request.services.set(try changed(known, request), by: moderator), request)
    }
    table.delete("\(blocks)/:id", .user(.adminWrite)) { request in
        let moderator = try request.requireModerator()
        return try await block(
            try await request.services.deleteServerBlock(try request.pathID(), by: moderator),
            request
        )
    }
    allowRoutes(&table)
    table.get("/api/v1/instance/domain_blocks", .open, publicBlocks)
}

private func allowRoutes(_ table: inout RouteTable) {
    let allows = "/api/v1/admin/domain_allows"
    table.get(allows, .user(.adminRead)) { request in
        try request.requireModerator()
        let page = try await request.services.serverAllows(try request.page(limit: 100, most: 200))
        let hosts = try await request.services.knownServers(named: page.items.map(\.domain))
        var json = JSONWriter(capacity: 192 * page.items.count + 16)
        json.beginArray()
        for item in page.items { write(item, hosts[item.domain], to: &json) }
        json.endArray()
        return APIResponse.json(json).linking(page, request)
    }
    table.get("\(allows)/:id", .user(.adminRead)) { request in
        try request.requireModerator()
        return try await allow(try await request.services.serverAllow(try request.pathID()), request)
    }
    table.post(allows, .user(.adminWrite)) { request in
        let moderator = try request.requireModerator()
        let domain = try request.parameters.text("domain") ?? ""
        return try await allow(try await request.services.allowServer(domain, by: moderator), request)
    }
    table.delete("\(allows)/:id", .user(.adminWrite)) { request in
        let moderator = try request.requireModerator()
        return try await allow(
            try await request.services.deleteServerAllow(try request.pathID(), by: moderator),
            request
        )
    }
}

@Sendable private func listBlocks(_ request: APIRequest) async throws -> APIResponse {
    try request.requireModerator()
    let page = try await request.services.serverBlocks(try request.page(limit: 100, most: 200))
    let hosts = try await request.services.knownServers(named: page.items.map(\.domain))
    var json = JSONWriter(capacity: 512 * page.items.count + 16)
    json.beginArray()
    for item in page.items { write(item, hosts[item.domain], to: &json) }
    json.endArray()
    return APIResponse.json(json).linking(page, request)
}

/// Those that mean something to people: who is limited and suspended, and why.
@Sendable private func publicBlocks(_ request: APIRequest) async throws -> APIResponse {
    let blocks = try await request.services.serverBlocks().filter { $0.severity != .noop }
    var json = JSONWriter(capacity: 256 * blocks.count + 16)
    json.beginArray()
    for block in blocks {
        json.beginObject()
        json.field("domain", block.isObfuscated ? obfuscated(block.domain) : block.domain)
        json.field("digest", digest(block.domain))
        json.field("severity", block.severity.name)
        json.field("comment", block.publicComment)
        json.endObject()
    }
    json.endArray()
    return APIResponse.json(json).keptFor(minutes: 5)
}

/// What a request changes of a decision.
private func changed(_ block: ServerBlock, _ request: APIRequest) throws -> ServerBlock {
    var block = block
    let parameters = request.parameters
    if let name = try parameters.text("severity"), !name.isEmpty {
        guard let severity = ServerSeverity(name: name) else {
            throw APIError.wrongParameter("Severity is not included in the list")
        }
        block.severity = severity
    }
    block.rejectsMedia = try parameters.bool("reject_media") ?? block.rejectsMedia
    block.rejectsReports = try parameters.bool("reject_reports") ?? block.rejectsReports
    block.isObfuscated = try parameters.bool("obfuscate") ?? block.isObfuscated
    block.publicComment = try parameters.text("public_comment") ?? block.publicComment
    block.privateComment = try parameters.text("private_comment") ?? block.privateComment
    guard block.publicComment.utf8.count <= 10_000, block.privateComment.utf8.count <= 10_000 else {
        throw APIError.invalid("Comment is too long")
    }
    return block
}

private func block(_ block: ServerBlock, _ request: APIRequest) async throws -> APIResponse {
    let host = try await request.services.knownServers(named: [block.domain])[block.domain]
    var json = JSONWriter(capacity: 512)
    write(block, host, to: &json)
    return .json(json)
}

/// Admin::DomainBlock, and which software the server said it is.
private func write(_ block: ServerBlock, _ host: RemoteHost?, to json: inout JSONWriter) {
    json.beginObject()
    json.field("id", String(block.id))
    json.field("domain", block.domain)
    json.field("digest", digest(block.domain))
    json.field("created_at", block.createdAt)
    json.field("severity", block.severity.name)
    json.field("reject_media", block.rejectsMedia)
    json.field("reject_reports", block.rejectsReports)
    json.field("private_comment", block.privateComment.isEmpty ? nil : block.privateComment)
    json.field("public_comment", block.publicComment.isEmpty ? nil : block.publicComment)
    json.field("obfuscate", block.isObfuscated)
    writeSoftware(of: host, to: &json)
    json.endObject()
}

private func allow(_ allow: ServerAllow, _ request: APIRequest) async throws -> APIResponse {
    let host = try await request.services.knownServers(named: [allow.domain])[allow.domain]
    var json = JSONWriter(capacity: 192)
    write(allow, host, to: &json)
    return .json(json)
}

/// Admin::DomainAllow, and the same.
private func write(_ allow: ServerAllow, _ host: RemoteHost?, to json: inout JSONWriter) {
    json.beginObject()
    json.field("id", String(allow.id))
    json.field("domain", allow.domain)
    json.field("created_at", allow.createdAt)
    writeSoftware(of: host, to: &json)
    json.endObject()
}

private func writeSoftware(of host: RemoteHost?, to json: inout JSONWriter) {
    json.field("software", host?.software)
    json.field("software_version", host?.softwareVersion)
}

private func digest(_ domain: String) -> String { Hex.encode(Array(SHA256.hash(data: Array(domain.utf8)))) }

/// The middle of a name hidden, as Mastodon does it: `exa****.*om`.
private func obfuscated(_ domain: String) -> String {
    let length = domain.count
    let shown = length / 4
    return String(
        domain.enumerated().map { place, letter in
            letter == "." || place < shown || place >= length - shown ? letter : "*"
        }
    )
}
