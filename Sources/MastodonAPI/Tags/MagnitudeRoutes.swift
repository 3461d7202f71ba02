// /api/chorus/v1/tags/:name/magnitude: what this server has seen of a tag, as JSON, CSV and a live stream.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func magnitudeRoutes(_ table: inout RouteTable) {
    table.get("/api/chorus/v1/tags/:name/magnitude", .open) { call in
        let kept = try await call.magnitudeOfTag()
        return Answer.magnitude(MagnitudeEntity.bytes(kept, call.site), call)
    }
    table.get("/api/chorus/v1/tags/:name/magnitude.csv", .open) { call in
        Answer.curve(try await call.magnitudeOfTag().magnitude.curve)
    }
    table.get("/api/chorus/v1/tags/:name/magnitude/stream", .open) { call in
        let tag = try call.tagName()
        _ = try await call.magnitudeOfTag()
        let (services, site) = (call.services, call.site)
        return try call.magnitudeStream(of: "tag \(tag.name)") {
            try await services.keptMagnitude(of: tag).map {
                MagnitudeTick(bytes: MagnitudeEntity.bytes($0, site), mark: $0.magnitude.mark)
            }
        }
    }
}

extension APICall {
    /// The tag of the path. What is no tag was never used: 404.
    func tagName() throws -> TagName {
        guard let tag = TagName.parse(pathSegment: pathText("name")) else { throw APIError.notFound }
        return tag
    }

    fileprivate func magnitudeOfTag() async throws -> KeptMagnitude<TagMagnitude> {
        guard let kept = try await services.keptMagnitude(of: try tagName()) else { throw APIError.notFound }
        return kept
    }
}

extension TagMagnitude {
    /// The same as long as nothing but the time has changed.
    fileprivate var mark: String {
        "\(people) \(posts) \(replies) \(reblogs) \(rates.tenSeconds) \(rates.minute) \(rates.hour) \(trend != nil)"
    }
}

extension Answer {
    /// A magnitude: for all sites, kept for a second at most, and not sent again to those who have it.
    static func magnitude(_ bytes: [UInt8], _ call: APICall) -> Answer {
        let etag = EntityTag.of(bytes)
        var answer = Answer(headers: [.contentType: Answer.jsonType], body: bytes)
        answer.headers[.cacheControl] = "public, max-age=1"
        answer.headers[.eTag] = etag
        CORS.allow(&answer.headers)
        if let known = call.headers[.ifNoneMatch], EntityTag.isAmong(known, etag) {
            answer.status = .notModified
            answer.headers[.contentType] = nil
            answer.body = []
        }
        return answer
    }

    static func curve(_ curve: Curve?) -> Answer {
        var answer = Answer(headers: [.contentType: "text/csv; charset=utf-8"], body: MagnitudeEntity.csv(curve))
        answer.headers[.cacheControl] = "public, max-age=1"
        CORS.allow(&answer.headers)
        return answer
    }
}
