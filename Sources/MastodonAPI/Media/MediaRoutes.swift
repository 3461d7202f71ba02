// /api/v1/media and /api/v2/media: files are uploaded, described and taken back before a status has them.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Media
internal import Services

func mediaRoutes(_ table: inout RouteTable) {
    table.post("/api/v1/media", .user(.writeMedia), limited: .media, files: [.file, .thumbnail]) { request in
        // The older address promises a finished file.
        let media = try await upload(request, waiting: .seconds(900))
        if let problem = MediaAnswer.problem(media) { throw problem }
        guard media.state == .ready else {
            // Its sender does not hear its id, so that nobody could attach it later.
            try await request.services.deleteMedia(media.id, by: media.accountID)
            throw MediaAnswer.unprocessed
        }
        return MediaAnswer.of(media, request.site)
    }
    table.post("/api/v2/media", .user(.writeMedia), limited: .media, files: [.file, .thumbnail]) { request in
        let quick = request.services.limits.media.quickMilliseconds
        let media = try await upload(request, waiting: .milliseconds(quick))
        if let problem = MediaAnswer.problem(media) { throw problem }
        return MediaAnswer.of(media, request.site, status: media.state == .ready ? .ok : .accepted)
    }
    table.get("/api/v1/media/:id", .user(.writeMedia)) { request in
        guard let media = try await request.services.media(try request.pathID(), of: try request.accountID()),
            media.statusID == nil
        else { throw APIError.notFound }
        if let problem = MediaAnswer.problem(media) { throw problem }
        return MediaAnswer.of(media, request.site, status: media.state == .ready ? .ok : .partialContent)
    }
    table.update("/api/v1/media/:id", .user(.writeMedia), files: [.thumbnail]) { request in
        let parameters = request.parameters
        let changes = MediaChanges(
            description: parameters.contains("description") ? try parameters.text("description") ?? "" : nil,
            focus: try focus(parameters),
            thumbnail: try request.incomingFile("thumbnail")
        )
        let media = try await request.services.updateMedia(try request.pathID(), changes, by: try request.accountID())
        return MediaAnswer.of(media, request.site)
    }
    table.delete("/api/v1/media/:id", .user(.writeMedia)) { request in
        try await request.services.deleteMedia(try request.pathID(), by: try request.accountID())
        return .empty
    }
}

private enum MediaAnswer {
    static let failed = APIError(.unprocessableContent, "Error processing thumbnail for uploaded media")
    static let unprocessed = APIError(
        .serviceUnavailable,
        "This server was not able to process the file, which is not the file's fault: please upload it again"
    )

    /// Why nothing will come of a file; nil where something may.
    static func problem(_ media: MediaAttachment) -> APIError? {
        switch media.state {
        case .failed: failed
        case .unprocessed: unprocessed
        case .processing, .ready: nil
        }
    }

    static func of(_ media: MediaAttachment, _ site: Site, status: HTTPResponse.Status = .ok) -> APIResponse {
        var json = JSONWriter(capacity: 1024)
        MediaEntity.write(media, site, to: &json)
        return .json(json, status: status)
    }
}

private func upload(_ request: APIRequest, waiting: Duration) async throws -> MediaAttachment {
    guard let file = try request.incomingFile("file") else { throw APIError.invalid("File can't be blank") }
    let upload = MediaUpload(
        file: file,
        thumbnail: try request.incomingFile("thumbnail"),
        description: try request.parameters.text("description"),
        focus: try focus(request.parameters)
    )
    return try await request.services.uploadMedia(upload, by: try request.accountID(), waiting: waiting)
}

/// `focus=0.1,-0.5`; nil where nothing was sent.
private func focus(_ parameters: Parameters) throws -> FocalPoint? {
    guard let text = try parameters.text("focus"), !text.isEmpty else { return nil }
    guard let focus = FocalPoint(text) else {
        throw APIError.wrongParameter("Focus must be two numbers, as in 0.5,-0.25")
    }
    return focus
}

/// `media_ids[]`. What is no id names nothing, and must not be passed over.
func mediaIDs(_ parameters: Parameters) throws -> [Int64] {
    try parameters.texts("media_ids").filter { !$0.isEmpty }.map { text in
        guard let id = Int64(text) else {
            throw APIError.invalid(
                "Media \(text: String(text.prefix(40))) not found or already attached to another post"
            )
        }
        return id
    }
}

/// `media_attributes[][id|description|focus|thumbnail]`.
func mediaEdits(_ request: APIRequest) throws -> [MediaEdit] {
    try (try request.parameters.elements("media_attributes") ?? []).compactMap { fields in
        guard let id = try fields.id("id") else { return nil }
        return MediaEdit(
            id: id,
            description: fields.contains("description") ? try fields.text("description") ?? "" : nil,
            focus: try focus(fields),
            thumbnail: try request.incomingFile("thumbnail", among: fields)
        )
    }
}

extension APIRequest {
    /// An uploaded file; nil where none was sent.
    func incomingFile(_ name: String, among fields: Parameters? = nil) throws -> IncomingFile? {
        guard let file = try (fields ?? parameters).file(name) else { return nil }
        return try file.stored ?? IncomingFile(file.bytes, in: try uploadFolder(services))
    }
}

/// Where uploads go; throws where this server takes none.
func uploadFolder(_ services: Services) throws -> String {
    guard let media = services.media else {
        throw ServiceError.invalid("This server takes no files: \(text: MediaTools.packages) are missing")
    }
    return media.arriving
}
