// /moderation/tags and /moderation/calls: what moderators do about a whole tag or call at once.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let subjectPages: [AuthPages.Route] = [
    .init(method: .get, path: "/moderation/tags", handler: findModeratedTags),
    .init(method: .get, path: "/moderation/tags/:name", handler: showSubject),
    .init(method: .post, path: "/moderation/tags/:name", handler: decideAboutSubject, words: written("text", "note")),
    .init(method: .get, path: "/moderation/calls/:id", handler: showSubject),
    .init(method: .post, path: "/moderation/calls/:id", handler: decideAboutSubject, words: written("text", "note")),
]

@Sendable private func findModeratedTags(_ request: FormRequest) async throws -> PageAnswer {
    _ = try request.moderator()
    let text = String((request.query["q"] ?? "").trimmed.prefix(200))
    var found: [DeskTagsPage.Line] = []
    if let tag = TagName.parse(pathSegment: String(text.drop { $0 == "#" })) {
        let tags = try await request.services.tagsForModerators(beginningLike: tag, limit: 40)
        // Also one that nobody has used yet: what is about to come can be held before it comes.
        let names = tags.contains { $0.name == tag.name } ? tags.map(\.name) : [tag.name] + tags.map(\.name)
        found = names.map { .init(name: "#\($0)", url: deskURL(ofTag: $0), states: "") }
    }
    let inForce = try await request.services.measuredSubjects().map { subject, tag, kinds in
        let states = kinds.map(\.begins.words).joined(separator: " · ")
        switch subject {
        case .tag: return DeskTagsPage.Line(name: "#\(tag.display)", url: deskURL(ofTag: tag.name), states: states)
        case .call(let id):
            let name = localized("A call: {tag}", ["tag": "#\(tag.display)"])
            return DeskTagsPage.Line(name: name, url: "/moderation/calls/\(id)", states: states)
        }
    }
    let page = DeskTagsPage(frame: request.frame(returnTo: request.path), text: text, inForce: inForce, found: found)
    return .page(request.pages.page(page))
}

/// Where moderators act on a tag.
func deskURL(ofTag name: String) -> String { "/moderation/tags/\(PercentEncoding.encode(name))" }

extension FormRequest {
    /// Tags of posts, and the calls that they are or answer: where a moderator acts on all of one at once.
    func deskSubjects(of statuses: [CachedStatus]) async throws -> [(name: String, url: String)] {
        var found: [(name: String, url: String)] = []
        for tag in statuses.flatMap(\.tags) where found.count < 8 && !found.contains(where: { $0.name == "#\(tag)" }) {
            found.append(("#\(tag)", deskURL(ofTag: tag)))
        }
        let threads = Set(
            statuses.compactMap { $0.isCall ? $0.status.id : $0.status.threadPath.ids.first ?? $0.status.inReplyToID }
        )
        for call in try await services.statuses.statuses(threads.sorted()).values.filter(\.isCall) {
            let tag = call.tags.first.map { "#\($0)" } ?? ""
            found.append((localized("A call: {tag}", ["tag": tag]), "/moderation/calls/\(call.status.id)"))
        }
        return found
    }
}

/// What the address names.
private enum SubjectPlace: Sendable {
    case tag(TagName)
    case call(Int64)
}

@Sendable private func showSubject(_ request: FormRequest) async throws -> PageAnswer {
    _ = try request.moderator()
    let place = try request.subjectPlace()
    if case .tag(let tag) = place, request.path != deskURL(ofTag: tag.name) {
        return .seeOther(deskURL(ofTag: tag.name))
    }
    return .page(request.pages.page(try await request.subjectPage(place)))
}

@Sendable private func decideAboutSubject(_ request: FormRequest) async throws -> PageAnswer {
    let moderator = try request.moderator()
    let place = try request.subjectPlace()
    func refused(_ sentence: String, _ status: HTTPResponse.Status) async throws -> PageAnswer {
        var page = try await request.subjectPage(place)
        (page.error, page.filled, page.removal) = (sentence, request.filledMeasure, request.filledRemoval)
        return .page(request.pages.page(page), status: status)
    }
    guard request.hasSessionProof else { return try await refused(request.notYetTaken, .unprocessableContent) }
    do {
        if request.form["do"] == "count" {
            return .page(request.pages.page(try await request.countedPage(place, by: moderator)))
        }
        try await request.act(on: place, by: moderator)
        return .seeOther(request.path)
    } catch ServiceError.invalid(let sentence) {
        return try await refused(errorWords(sentence), .unprocessableContent)
    } catch ServiceError.forbidden(let sentence) {
        return try await refused(errorWords(sentence), .forbidden)
    } catch ServiceError.notFound {
        return try await refused(localized("It was decided, taken back or deleted in the meantime."), .conflict)
    }
}

extension FormRequest {
    /// Throws `ServiceError.notFound` for an address that names nothing.
    fileprivate func subjectPlace() throws -> SubjectPlace {
        if path.hasPrefix("/moderation/calls/") {
            guard let id = pathID(2) else { throw ServiceError.notFound }
            return .call(id)
        }
        let written = String(path.dropFirst("/moderation/tags/".count))
        guard let tag = TagName.parse(pathSegment: PercentEncoding.decode(written)) else { throw ServiceError.notFound }
        return .tag(tag)
    }

    fileprivate var filledMeasure: SubjectPage.Filled {
        SubjectPage.Filled(
            kind: form["kind"].flatMap(Measure.Kind.init(name:)),
            hours: form["hours"] ?? "",
            text: form["text"] ?? "",
            language: form["language"] ?? "",
            note: form["note"] ?? ""
        )
    }

    fileprivate func act(on place: SubjectPlace, by moderator: Moderator) async throws {
        let filled = filledMeasure
        if form["do"] == "remove" {
            guard let subject = try await subject(place) else { throw ServiceError.notFound }
            // Nothing is removed that was not counted before.
            guard countedSpan != nil else { throw ServiceError.invalid("Please choose which posts") }
            try await services.removeByRule(try filledRemoval.rule(subject), filledOptions, by: moderator)
            return
        }
        guard let kind = filled.kind else { throw ServiceError.invalid("Please choose what is to be done") }
        switch form["do"] {
        case "begin":
            var options = MeasureOptions(
                text: filled.text,
                language: filled.language.isEmpty ? nil : filled.language,
                note: filled.note.trimmed
            )
            if !filled.hours.isEmpty {
                guard let hours = Int64(filled.hours), (1...8784).contains(hours) else {
                    throw ServiceError.invalid("The end must be within a year")
                }
                options.until = services.clock.now() + .seconds(hours * 3600)
            }
            switch place {
            case .tag(let tag): try await services.take(kind, onTag: tag, options, by: moderator)
            case .call(let id): try await services.take(kind, on: .call(id), options, by: moderator)
            }
        case "end":
            guard let subject = try await subject(place) else { throw ServiceError.notFound }
            try await services.end(kind, on: subject, by: moderator)
        default: throw ServiceError.invalid("Please choose what is to be done")
        }
    }

    /// The time of the posts that were counted; nil for a form that does not come from a count.
    private var countedSpan: (since: Timestamp, until: Timestamp)? {
        let now = services.clock.now()
        func moment(_ name: String) -> Timestamp? {
            form[name].flatMap { Int64($0) }.flatMap {
                (0...now.milliseconds).contains($0) ? Timestamp(milliseconds: $0) : nil
            }
        }
        guard let since = moment("since"), let until = moment("until") else { return nil }
        return (since, until)
    }

    fileprivate var filledRemoval: RemovalForm {
        var removal = RemovalForm()
        removal.isOpen = form["match"] != nil
        (removal.match, removal.words) = (form["match"] ?? "", form["words"] ?? "")
        (removal.days, removal.server) = (form["days"] ?? "", form["server"] ?? "")
        (removal.back, removal.without) = (form["back"] ?? "", form["without"] ?? "")
        let now = services.clock.now()
        // What was counted is what is removed: its time is that of the count.
        if let span = countedSpan { (removal.since, removal.until) = span }
        let hours = { (text: String) in Int64(text).flatMap { (0...100_000).contains($0) ? $0 : nil } }
        if removal.until == nil {
            removal.until = now - .seconds((hours(removal.without) ?? 0) * 3600)
            removal.since = hours(removal.back).map { now - .seconds($0 * 3600) } ?? Timestamp(milliseconds: 0)
        }
        return removal
    }

    /// The page with how many posts a rule would remove.
    fileprivate func countedPage(_ place: SubjectPlace, by moderator: Moderator) async throws -> SubjectPage {
        guard let subject = try await subject(place) else { throw ServiceError.notFound }
        var page = try await subjectPage(place)
        let removal = filledRemoval
        let found = try await services.previewRemoval(try removal.rule(subject), by: moderator)
        page.removal = removal
        let posts = try await deskPosts(found.sample).sorted { $0.id > $1.id }
        page.preview = RemovalCount(
            found: found,
            sample: posts,
            rules: try await services.instanceTexts().rules.map { ($0.id, $0.text) }
        )
        return page
    }

    /// Nil for a tag that nobody has used yet.
    fileprivate func subject(_ place: SubjectPlace) async throws -> Measure.Subject? {
        switch place {
        case .tag(let tag): try await services.tagReference(tag).map { .tag($0.id) }
        case .call(let id): .call(id)
        }
    }

    fileprivate func subjectPage(_ place: SubjectPlace) async throws -> SubjectPage {
        guard let subject = try await subject(place) else {
            guard case .tag(let tag) = place else { throw ServiceError.notFound }
            return SubjectPage(
                frame: frame(returnTo: path),
                path: path,
                name: "#\(tag.display)",
                publicURL: "/tags/\(PercentEncoding.encode(tag.name))",
                figures: SubjectFigures(),
                inForce: [],
                kinds: Measure.kinds(of: .tag(0))
            )
        }
        let found = try await services.moderatedSubject(subject)
        let people = try await deskPeople(found.measures.compactMap { $0.by?.accountID })
        let tagPath = PercentEncoding.encode(found.tag.name)
        var page = SubjectPage(
            frame: frame(returnTo: path),
            path: path,
            name: "#\(found.tag.display)",
            publicURL: found.call.map { "/calls/\($0.id)" } ?? "/tags/\(tagPath)",
            prompt: found.call?.prompt,
            tagURL: found.call == nil ? nil : deskURL(ofTag: found.tag.name),
            figures: found.figures,
            inForce: found.measures.map { measure, by in
                SubjectPage.InForce(
                    kind: measure.kind,
                    text: measure.text,
                    language: measure.language,
                    by: by.map(people.name) ?? "",
                    since: TimeView(measure.startedAt),
                    until: measure.endsAt.map { TimeView($0) }
                )
            },
            kinds: Measure.kinds(of: subject)
        )
        if case .tag(let id) = subject {
            let calls = try await services.callsForModerators(ofTag: id)
            page.calls = calls.map { ($0.prompt, "/moderation/calls/\($0.id)") }
        }
        page.removals = try await services.ruleRemovals(of: subject).map { RemovalProgress(removal: $0, authors: $1) }
        page.history = try await deskActs(try await services.moderationLog(of: subject))
        return page
    }
}
