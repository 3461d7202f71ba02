// /api/v1/media and /api/v2/media: files are uploaded, described and taken back before a status has them.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Media
internal import Services

func mediaRoutes(_ table: inout RouteTable) {
    table.post("/api/v1/media", .user(.writeMedia), limited: .media, files: [.file, .thumbnail]) { call in
        // The older address promises a finished file.
        let media = try await upload(call, waiting: .seconds(900))
        guard media.state == .ready else { throw MediaAnswer.failed }
        return MediaAnswer.of(media, call.site)
    }
    table.post("/api/v2/media", .user(.writeMedia), limited: .media, files: [.file, .thumbnail]) { call in
        let quick = call.services.limits.media.quickMilliseconds
        let media = try await upload(call, waiting: .milliseconds(quick))
        guard media.state != .failed else { throw MediaAnswer.failed }
        return MediaAnswer.of(media, call.site, status: media.state == .ready ? .ok : .accepted)
    }
    table.get("/api/v1/media/:id", .user(.writeMedia)) { call in
        guard let media = try await call.services.media(try call.pathID(), of: try call.accountID()),
            media.statusID == nil
        else { throw APIError.notFound }
        guard media.state != .failed else { throw MediaAnswer.failed }
        return MediaAnswer.of(media, call.site, status: media.state == .ready ? .ok : .partialContent)
    }
    table.update("/api/v1/media/:id", .user(.writeMedia), files: [.thumbnail]) { call in
        let parameters = call.parameters
        let changes = MediaChanges(
            description: parameters.contains("description") ? try parameters.text("description") ?? "" : nil,
            focus: try focus(parameters),
            thumbnail: try call.incomingFile("thumbnail")
        )
        let media = try await call.services.updateMedia(try call.pathID(), changes, by: try call.accountID())
        return MediaAnswer.of(media, call.site)
    }
    table.delete("/api/v1/media/:id", .user(.writeMedia)) { call in
        try await call.services.deleteMedia(try call.pathID(), by: try call.accountID())
        return .empty
    }
}

private enum MediaAnswer {
    static let failed = APIError(.unprocessableContent, "Error processing thumbnail for uploaded media")

    static func of(_ media: MediaAttachment, _ site: Site, status: HTTPResponse.Status = .ok) -> Answer {
        var json = JSONWriter(capacity: 1024)
        MediaEntity.write(media, site, to: &json)
        return .json(json, status: status)
    }
}

private func upload(_ call: APICall, waiting: Duration) async throws -> MediaAttachment {
    guard let file = try call.incomingFile("file") else { throw APIError.invalid("File can't be blank") }
    let upload = MediaUpload(
        file: file,
        thumbnail: try call.incomingFile("thumbnail"),
        description: try call.parameters.text("description"),
        focus: try focus(call.parameters)
    )
    return try await call.services.uploadMedia(upload, by: try call.accountID(), waiting: waiting)
}

/// `focus=0.1,-0.5`; nil where nothing was sent.
private func focus(_ parameters: Parameters) throws -> FocalPoint? {
    guard let text = try parameters.text("focus"), !text.isEmpty else { return nil }
    guard let focus = FocalPoint(text) else { throw APIError.invalid("Focus must be two numbers, as in 0.5,-0.25") }
    return focus
}

/// `media_ids[]`. What is no id names nothing, and must not be passed over.
func mediaIDs(_ parameters: Parameters) throws -> [Int64] {
    try parameters.texts("media_ids").filter { !$0.isEmpty }.map { text in
        guard let id = Int64(text) else {
            throw APIError.invalid("Media \(text.prefix(40)) not found or already attached to another post")
        }
        return id
    }
}

/// `media_attributes[][id|description|focus|thumbnail]`.
func mediaEdits(_ call: APICall) throws -> [MediaEdit] {
    try (try call.parameters.elements("media_attributes") ?? []).compactMap { fields in
        guard let id = try fields.id("id") else { return nil }
        return MediaEdit(
            id: id,
            description: fields.contains("description") ? try fields.text("description") ?? "" : nil,
            focus: try focus(fields),
            thumbnail: try call.incomingFile("thumbnail", among: fields)
        )
    }
}

extension APICall {
    /// An uploaded file; nil where none was sent.
    func incomingFile(_ name: String, among fields: Parameters? = nil) throws -> IncomingFile? {
        guard let file = try (fields ?? parameters).file(name) else { return nil }
        return try file.stored ?? IncomingFile(file.bytes, in: try uploadFolder(services))
    }
}

/// Where uploads go; throws where this server takes none.
func uploadFolder(_ services: Services) throws -> String {
    guard let media = services.media else {
        throw ServiceError.invalid("This server takes no files: \(MediaTools.packages) are missing")
    }
    return media.arriving
}
