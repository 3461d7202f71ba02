// /api/chorus/v1/tags/:name/magnitude: what this server has seen of a tag, as JSON, CSV and a live stream.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func magnitudeRoutes(_ table: inout RouteTable) {
    table.get("/api/chorus/v1/tags/:name/magnitude", .open) { request in
        let cached = try await request.magnitudeOfTag()
        return APIResponse.magnitude(MagnitudeEntity.bytes(cached, request.site))
    }
    table.get("/api/chorus/v1/tags/:name/magnitude.csv", .open) { request in
        APIResponse.curve(try await request.magnitudeOfTag().magnitude.curve)
    }
    table.get("/api/chorus/v1/tags/:name/magnitude/stream", .open) { request in
        let tag = try request.tagName()
        _ = try await request.magnitudeOfTag()
        let (services, site) = (request.services, request.site)
        return try request.magnitudeStream(of: "tag \(tag.name)") {
            try await services.keptMagnitude(of: tag).map {
                MagnitudeTick(bytes: MagnitudeEntity.bytes($0, site), mark: $0.magnitude.mark)
            }
        }
    }
}

extension APIRequest {
    /// The tag of the path. What is no tag was never used: 404.
    func tagName() throws -> TagName {
        guard let tag = TagName.parse(pathSegment: pathText("name")) else { throw APIError.notFound }
        return tag
    }

    fileprivate func magnitudeOfTag() async throws -> CachedMagnitude<TagMagnitude> {
        guard let cached = try await services.keptMagnitude(of: try tagName()) else { throw APIError.notFound }
        return cached
    }
}

extension TagMagnitude {
    /// The same as long as nothing but the time has changed.
    fileprivate var mark: String {
        "\(people) \(posts) \(replies) \(reblogs) \(rates.tenSeconds) \(rates.minute) \(rates.hour) \(trend != nil)"
    }
}

extension APIResponse {
    /// A magnitude: for all sites, kept for a second at most.
    static func magnitude(_ bytes: [UInt8]) -> APIResponse {
        var answer = APIResponse(headers: [.contentType: APIResponse.jsonType], body: bytes)
        answer.headers[.cacheControl] = "public, max-age=1"
        CORS.allow(&answer.headers)
        return answer
    }

    static func curve(_ curve: Curve?) -> APIResponse {
        var answer = APIResponse(headers: [.contentType: "text/csv; charset=utf-8"], body: MagnitudeEntity.csv(curve))
        answer.headers[.cacheControl] = "public, max-age=1"
        CORS.allow(&answer.headers)
        return answer
    }
}
