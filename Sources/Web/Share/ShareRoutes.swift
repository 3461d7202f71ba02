// /tags/name/share.png and /calls/id/share.png: what previews elsewhere show.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

extension Pages {
    /// The address of the picture of a page, absolute; nil where none can be drawn.
    func pictureURL(_ path: String) -> String? {
        pictures.areDrawn ? "\(services.site.url)\(path)/share.png" : nil
    }

    func sharedTag(_ request: PageRequest) async throws -> PageAnswer {
        guard let tag = TagName.parse(pathSegment: request.pathText("name")),
            let found = try await movement.tagMagnitude(tag)
        else { throw ServiceError.notFound }
        let host = services.site.domain
        return try await picture("tag \(tag.name)") {
            SharePicture(
                heading: "#\(found.tag.display)",
                prompt: "",
                people: found.people,
                what: "said it publicly",
                host: host,
                curve: found.curve,
                at: found.at
            )
        }
    }

    func sharedCall(_ request: PageRequest) async throws -> PageAnswer {
        guard let id = Int64(request.pathText("id")), id > 0 else { throw ServiceError.notFound }
        let asked = try await movement.call(id, nil)
        let (host, movement) = (services.site.domain, movement)
        return try await picture("call \(id)") {
            let found = try await movement.callMagnitude(id)
            return SharePicture(
                heading: "#\(asked.tag.display)",
                // Behind a content warning, the number alone.
                prompt: asked.spoilerText.allSatisfy(\.isWhitespace) ? asked.prompt : "",
                people: found.people,
                what: found.isSpokenOnly ? "answered aloud" : "answered",
                host: host,
                curve: found.curve,
                at: found.at
            )
        }
    }

    private func picture(
        _ key: String,
        _ draw: @escaping @Sendable () async throws -> SharePicture
    ) async throws -> PageAnswer {
        guard pictures.areDrawn else {
            return .plain("No picture: the program rsvg-convert is not installed on this server.", .serviceUnavailable)
        }
        do {
            return .picture(try await pictures.png(key, draw), seconds: SharePictures.seconds)
        } catch is Rasteriser.Failure {
            return .plain("No picture just now: too many are being drawn. Please try again.", .serviceUnavailable)
        }
    }
}
