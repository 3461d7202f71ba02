// /about, /privacy-policy and /terms-of-service: what the server says of itself.

internal import Basics
internal import Domain
internal import Services

extension Pages {
    func about(_ request: PageRequest) async throws -> PageAnswer {
        let texts = try await services.instanceTexts()
        let site = services.site
        let text = texts.description?.text ?? site.summary
        let page = AboutPage(
            frame: request.reader.frame,
            title: localized("About {server}", ["server": site.title]),
            text: html(text),
            note: text.isEmpty && texts.rules.isEmpty
                ? localized("Those who run this server have not written about it yet.") : nil,
            rules: texts.rules.map { ($0.text, $0.hint) },
            email: site.contactEmail.isEmpty ? nil : site.contactEmail,
            canonicalURL: site.url + "/about"
        )
        return self.page(renderer.about(page), request.reader.frame)
    }

    func privacyPolicy(_ request: PageRequest) async throws -> PageAnswer {
        let text = try await services.instanceTexts().privacy
        let page = AboutPage(
            frame: request.reader.frame,
            title: localized("Privacy policy"),
            text: html(text?.text ?? StandardTexts.privacy),
            note: localized(
                "Last changed on {date}.",
                ["date": (text?.updatedAt ?? StandardTexts.writtenAt).isoDate]
            ),
            canonicalURL: services.site.url + "/privacy-policy"
        )
        return self.page(renderer.about(page), request.reader.frame)
    }

    func termsOfService(_ request: PageRequest) async throws -> PageAnswer {
        let (current, next) = try await services.instanceTexts().terms(at: services.clock.now())
        guard let terms = current ?? next else { throw ServiceError.notFound }
        var note = localized("In force from {date}.", ["date": terms.effectiveOn.isoDate])
        if let next, next != terms {
            note += " " + localized("Other terms follow on {date}.", ["date": next.effectiveOn.isoDate])
        }
        let page = AboutPage(
            frame: request.reader.frame,
            title: localized("Terms of service"),
            text: html(terms.text),
            note: note,
            canonicalURL: services.site.url + "/terms-of-service"
        )
        return self.page(renderer.about(page), request.reader.frame)
    }

    private func html(_ text: String) -> SafeHTML {
        guard !text.isEmpty else { return SafeHTML(sanitised: "") }
        let site = services.site
        return SafeHTML(
            sanitised: ProfileText.note(text, mentions: { _, _ in nil }, tagURL: { site.tagURL($0.name) })
        )
    }
}
