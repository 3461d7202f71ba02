// GET /api/oembed: for programs that show a tag, a call or a post of ours on another page.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import Services

extension Pages {
    func oembed(_ request: Request) async -> Response {
        let query = FormFields(request.uri.query ?? "")
        // 501 and 404 as oEmbed says (2.3.3); a question without an address is no question.
        if let format = query["format"], format != "json" {
            return Pages.json(.notImplemented, error: "Only format=json is served")
        }
        guard let url = query["url"] else { return Pages.json(.badRequest, error: "The parameter url is missing") }
        let notFound = Pages.json(.notFound, error: "There is no such page here, or not everybody may see it")
        guard
            let question = OEmbedQuestion(
                url: url,
                maxWidth: query["maxwidth"].flatMap { Int($0) },
                maxHeight: query["maxheight"].flatMap { Int($0) },
                site: services.site.url
            )
        else { return notFound }
        do {
            let json = try await answer(question).json
            var response = Pages.json(.ok, json, seconds: 60)
            let etag = EntityTag.of(json)
            response.headers[.eTag] = etag
            if let known = request.headers[.ifNoneMatch], EntityTag.isAmong(known, etag) {
                response.status = .notModified
                response.headers[.contentType] = nil
                response.body = ResponseBody()
            }
            return response
        } catch ServiceError.notFound {
            return notFound
        } catch {
            logger.error("GET /api/oembed failed: \(error)")
            return Pages.json(.internalServerError, error: "Something went wrong on our side")
        }
    }

    private func answer(_ question: OEmbedQuestion) async throws -> OEmbedAnswer {
        switch question.subject {
        case .tag(let written):
            guard let tag = TagName.parse(pathSegment: written), let found = try await movement.tagMagnitude(tag) else {
                throw ServiceError.notFound
            }
            let path = "/tags/\(PercentEncoding.encode(tag.name))"
            return framed(question, "#\(found.tag.display): \(Words.count(found.people, "person", "people"))", path)
        case .call(let id): return try await called(question, id)
        case .status(let name, let id): return try await quoted(question, by: name, id)
        }
    }

    /// A call as the frame with its figures, which stay fresh there.
    private func called(_ question: OEmbedQuestion, _ id: Int64) async throws -> OEmbedAnswer {
        let found = try await movement.call(id, nil)
        let answered = Words.answered(try await movement.callMagnitude(id))
        let author = try await services.accounts.account(found.accountID)?.account
        var answer = framed(question, "A call: #\(found.tag.display), \(answered)", "/calls/\(id)")
        answer.authorName = author.map { AccountView($0, services.site).name }
        answer.authorURL = author.map { services.site.url(of: $0) }
        return answer
    }

    private func framed(_ question: OEmbedQuestion, _ title: String, _ path: String) -> OEmbedAnswer {
        let site = services.site
        return OEmbedAnswer(
            title: title,
            providerName: site.title,
            providerURL: site.url,
            width: question.width,
            height: question.height,
            html: OEmbedAnswer.frame(
                "\(site.url)/embed\(path)",
                title: title,
                width: question.width,
                height: question.height
            ),
            thumbnailURL: pictureURL(path)
        )
    }

    /// A post as a quotation with its address; behind a content warning only the warning. One that is a call, as the call.
    private func quoted(_ question: OEmbedQuestion, by name: String, _ id: Int64) async throws -> OEmbedAnswer {
        let views = try await services.statusViews([id], for: .anonymous)
        guard let kept = views.statuses[id], let view = views.list([id], in: .own).first, kept.status.isLocal,
            let author = views.accounts[kept.status.accountID]?.account,
            author.username.lowercased() == name.lowercased()
        else { throw ServiceError.notFound }
        if kept.poll?.isOfCall == true { return try await called(question, id) }
        let (site, url) = (services.site, services.site.statusURL(id, by: author.username))
        let warned = !view.spoilerText.allSatisfy(\.isWhitespace)
        let content = warned ? SafeHTML(escaping: "Content warning: \(view.spoilerText)") : view.contentInWords
        let by = "\(view.author.name) (@\(view.author.handle))".escapedForHTML()
        let link = "<a href=\"\(url.escapedForHTML())\">\(view.createdAt.short.escapedForHTML())</a>"
        return OEmbedAnswer(
            title: "A post by \(view.author.name)",
            authorName: view.author.name,
            authorURL: site.url(of: author),
            providerName: site.title,
            providerURL: site.url,
            width: question.width,
            height: nil,
            html:
                "<blockquote cite=\"\(url.escapedForHTML())\">\(content.html)<footer>\(by), \(link)</footer></blockquote>"
        )
    }

    /// On a server in limited mode nobody is shown anything elsewhere.
    static var oembedForNobody: Response { json(.unauthorized, error: "This server shows nothing to strangers") }

    private static func json(_ status: HTTPResponse.Status, error: String) -> Response {
        var json = JSONWriter()
        json.beginObject()
        json.field("error", error)
        json.endObject()
        return Pages.json(status, json.bytes, seconds: 0)
    }

    private static func json(_ status: HTTPResponse.Status, _ bytes: [UInt8], seconds: Int) -> Response {
        Response(
            status: status,
            headers: [
                .contentType: "application/json; charset=utf-8", .accessControlAllowOrigin: "*",
                .cacheControl: seconds > 0 ? PageAnswer.revalidated(seconds: seconds) : "no-store",
                .xContentTypeOptions: "nosniff",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }
}
