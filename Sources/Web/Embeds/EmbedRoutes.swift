// /embed/tags/name and /embed/calls/id: numbers for frames on pages elsewhere. Who asks is not looked at.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

extension Pages {
    func embeddedTag(_ request: PageRequest) async throws -> PageAnswer {
        let written = request.pathText("name")
        guard let tag = TagName.parse(pathSegment: written) else { throw ServiceError.notFound }
        let encoded = PercentEncoding.encode(tag.name)
        guard written.utf8.elementsEqual(tag.name.utf8) else { return .moved(to: "/embed/tags/\(encoded)").framed() }
        return try await cached(.embeddedTag(tag.name), request) {
            let found = try await self.movement.tagMagnitude(tag)
            let isSensitive = try await self.asked(of: found?.tag.id).contains { $0.call.isSensitive }
            let site = self.services.site
            let page = EmbedPage(
                serverName: site.title,
                host: site.domain,
                tag: found?.tag.display ?? tag.display,
                people: found?.people ?? 0,
                rates: found?.rates ?? Rates(),
                since: found?.since.map { TimeView(milliseconds: $0.milliseconds) },
                curve: found?.curve,
                at: found?.at ?? self.services.clock.now(),
                sensitive: isSensitive,
                url: site.tagURL(tag.name),
                figuresPath: "/api/chorus/v1/tags/\(encoded)/magnitude",
                almanacURL: site.url + "/almanac"
            )
            return self.embedded(page)
        }
    }

    func embeddedCall(_ request: PageRequest) async throws -> PageAnswer {
        // A newspaper's page shows this in the place of a call that was deleted: a browser's own error would say less.
        guard let id = Int64(request.pathText("id")), let asked = try? await movement.call(id, nil) else {
            return PageAnswer.plain(localized("This call is not here any more."), .notFound).framed()
        }
        return try await cached(.embeddedCall(id), request) {
            let found = try await self.movement.callMagnitude(id)
            let site = self.services.site
            let warned = !asked.spoilerText.allSatisfy(\.isWhitespace)
            let page = EmbedPage(
                serverName: site.title,
                host: site.domain,
                tag: asked.tag.display,
                prompt: warned ? localized("Content warning: {text}", ["text": asked.spoilerText]) : asked.prompt,
                people: found.people,
                rates: found.rates,
                since: TimeView(milliseconds: asked.createdAt.milliseconds),
                curve: found.curve,
                at: found.at,
                answers: found.parts.map { ($0.answer, $0.people) },
                isSpokenOnly: found.isSpokenOnly,
                isOpen: !asked.isClosed(at: self.services.clock.now()),
                sensitive: asked.isSensitive,
                url: "\(site.url)/calls/\(id)",
                figuresPath: "/api/chorus/v1/calls/\(id)/magnitude",
                almanacURL: site.url + "/almanac"
            )
            return self.embedded(page)
        }
    }

    private func embedded(_ page: EmbedPage) -> PageAnswer {
        var answer = PageAnswer.page(renderer.embed(page)).framed()
        answer.headers[.cacheControl] = PageAnswer.revalidated(seconds: Pages.sharedSeconds)
        answer.headers[.vary] = "Accept-Language"
        answer.runsScripts = true
        return answer.tagged()
    }
}

extension PageAnswer {
    /// May stand in a frame on any page.
    func framed() -> PageAnswer {
        var answer = self
        answer.isFramedAnywhere = true
        return answer
    }
}
