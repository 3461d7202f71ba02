// POST /publish: a post, a reply, a quote, an edit. Whatever goes wrong, the form comes back with all that was written in it: also when
// the session is over, when it asks for name and password, and goes on from there.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Media
internal import Services

let composeForms: [AuthPages.Route] = [
    .init(method: .post, path: "/publish", handler: takePost, uploads: uploads, recover: giveBack)
]

@Sendable private func uploads(_ limits: Limits) -> [String: Int] { ["file": limits.media.videoBytes] }

/// What a button of the form asks for.
private enum Step: Equatable {
    case publish
    case attach
    /// Asks for the date.
    case later
    case remove(Int64)

    init(_ written: String?) {
        if written == "attach" {
            self = .attach
        } else if written == "later" {
            self = .later
        } else if let id = written.flatMap({ $0.hasPrefix("remove.") ? Int64($0.dropFirst(7)) : nil }) {
            self = .remove(id)
        } else {
            self = .publish
        }
    }
}

@Sendable private func takePost(_ request: FormRequest) async throws -> PageAnswer {
    var request = request
    var cookies: PageAnswer?
    if request.session == nil {
        let sentence = localized(
            "You are not signed in any more. What you wrote is still here: sign in, and it is published."
        )
        let asked = request
        let signIn = try await asked.signInAgain(sentence) {
            try await asked.composeAgain($0, $1, asksForCode: $2)
        }
        switch signIn {
        case .refused(let answer): return answer
        case .begun(let session, let answer): (request.session, cookies) = (session, answer)
        }
    } else if !request.hasSessionProof {
        let sentence = localized("This form was open for too long. What you wrote is still here: please send it again.")
        return try await request.composeAgain(sentence, .unprocessableContent)
    }
    guard let session = request.session else { return request.failure(.unprocessableContent) }
    let answer: PageAnswer
    do {
        answer = try await request.take(Step(request.form["do"]), session)
    } catch ServiceError.invalid(let sentence), ServiceError.forbidden(let sentence) {
        answer = try await request.composeAgain(errorWords(sentence), .unprocessableContent)
    } catch ServiceError.invalidFields(let problems) {
        answer = try await request.composeAgain(errorWords(problems), .unprocessableContent)
    } catch ServiceError.notFound {
        let sentence = localized(
            "What this is about was deleted, or is not for you any more. What you wrote is still here."
        )
        answer = try await request.composeAgain(sentence, .unprocessableContent)
    }
    return cookies.map { answer.taking(cookiesOf: $0) } ?? answer
}

/// The form again, where something failed that nobody could know of.
@Sendable private func giveBack(_ request: FormRequest, _ status: HTTPResponse.Status) async -> PageAnswer? {
    let sentence =
        switch status {
        case .serviceUnavailable:
            localized("There is too much to do just now. What you wrote is still here: please try again soon.")
        case .tooManyRequests:
            localized("That was too fast. What you wrote is still here: please wait a minute, then try again.")
        case .contentTooLarge:
            localized("The files are too large together. What you wrote is still here: add fewer files at once.")
        default:
            localized("Something went wrong on our side. What you wrote is still here: please try again in a minute.")
        }
    return try? await request.composeAgain(sentence, status)
}

extension FormRequest {
    fileprivate func take(_ step: Step, _ session: Session) async throws -> PageAnswer {
        var form = ComposeForm(form, zone: zone)
        if case .remove(let id) = step {
            form.files.removeAll { $0.id == id }
            return try await compose(form, session)
        }
        if let problem = try await upload(into: &form, session) {
            return try await compose(form, session, error: problem, status: .unprocessableContent)
        }
        guard step == .publish else {
            return try await compose(form, session, opensLater: step == .later)
        }
        if form.canWait, !form.later.typed.isEmpty { return try await schedule(form, session) }
        if let waiting = form.scheduledID, form.problem(services.limits) == nil {
            // Its files can be attached only when it is gone.
            try await cancelScheduled(waiting, session)
            form.scheduledID = nil
        }
        let posted: CachedStatus
        do {
            posted = try await publish(form, session)
        } catch ServiceError.invalid(let sentence), ServiceError.forbidden(let sentence) {
            // With the files that came just now, which are uploaded.
            return try await compose(form, session, error: errorWords(sentence), status: .unprocessableContent)
        }
        let isEdit = if case .edit = form.subject { true } else { false }
        let isHeld = try await isHeld(posted.status.id, session)
        if wantsPart { return isHeld ? heldPart : try await part(of: posted.status.id, session) }
        let word = isHeld ? "held" : "\(isEdit ? "edited" : "posted").\(posted.status.id)"
        return PageAnswer.seeOther(form.returnTo).setting(.said(word, isSecure: site.isSecure))
    }

    /// Whether a post waits for a moderator.
    private func isHeld(_ id: Int64, _ session: Session) async throws -> Bool {
        guard try await services.statuses.status(id) == nil else { return false }
        return try await services.heldStatus(id, of: session.accountID) != nil
    }

    /// For a script, in place of a post that nobody else sees yet.
    private var heldPart: PageAnswer {
        .part("<div class=\"notice\" data-published><p>\(Frame.Done.heldWords.escapedForHTML())</p></div>")
    }

    /// Takes the files that came with the form. Returns what is wrong with the first that is not taken.
    private func upload(into form: inout ComposeForm, _ session: Session) async throws -> String? {
        var problem = refusedUpload.map { errorWords($0) }
        let most = services.limits.media.attachments
        for file in uploads.map(\.file) {
            guard form.files.count < most else {
                return problem ?? localized("A post can have {most} files.", ["most": Words.number(most)])
            }
            do {
                let media = try await services.uploadMedia(
                    MediaUpload(file: file, description: form.newDescription),
                    by: session.accountID,
                    waiting: .milliseconds(services.limits.media.quickMilliseconds)
                )
                form.files.append(.init(id: media.id, description: form.newDescription))
                // Said of the first.
                form.newDescription = ""
            } catch ServiceError.invalid(let sentence) {
                problem = problem ?? errorWords(sentence)
            }
        }
        return problem
    }

    private func publish(_ form: ComposeForm, _ session: Session) async throws -> CachedStatus {
        var draft = form.draft
        draft.network = services.network(of: address)
        switch form.subject {
        case .edit(let id): return try await services.editStatus(id, to: draft, by: session.accountID)
        case .redraft(let id):
            // What can be wrong with the words is looked at before anything is done.
            if let problem = form.problem(services.limits) { throw ServiceError.invalid(problem) }
            guard try await isAnyFile(of: form.files, attachedTo: id, by: session.accountID) else {
                // The old one goes when the new one is safe.
                try await describe(form.files, by: session.accountID)
                let posted = try await services.postStatus(draft, by: session.user)
                if try await !isHeld(posted.status.id, session) { try await deleteOld(id, by: session.accountID) }
                return posted
            }
            // Its files can be attached again only when it is gone: here it goes first.
            try await deleteOld(id, by: session.accountID)
        case .new, .reply, .quote: break
        }
        try await describe(form.files, by: session.accountID)
        return try await services.postStatus(draft, by: session.user)
    }

    private func isAnyFile(
        of files: [ComposeForm.File],
        attachedTo id: Int64,
        by account: Int64
    ) async throws -> Bool {
        for file in files {
            if let media = try await services.media(file.id, of: account), media.statusID == id { return true }
        }
        return false
    }

    private func deleteOld(_ id: Int64, by account: Int64) async throws {
        do {
            _ = try await services.deleteStatus(id, by: account)
        } catch ServiceError.notFound {
            // Gone already: the form was sent twice, or it was deleted elsewhere.
        }
    }

    func describe(_ files: [ComposeForm.File], by account: Int64) async throws {
        for file in files {
            guard let media = try await services.media(file.id, of: account), media.statusID == nil,
                (media.description ?? "") != file.description
            else { continue }
            _ = try await services.updateMedia(file.id, MediaChanges(description: file.description), by: account)
        }
    }

    /// The form, to go on with.
    func compose(
        _ form: ComposeForm,
        _ session: Session,
        error: String? = nil,
        status: HTTPResponse.Status = .ok,
        opensLater: Bool = false
    ) async throws -> PageAnswer {
        var box = try await services.composeBox(form, of: session, isSmall: wantsPart)
        (box.error, box.opensLater) = (error, opensLater)
        if wantsPart { return .part(pages.composeBox(box), status: status) }
        return .page(pages.page(ComposePage(frame: frame(returnTo: "/publish"), box: box)), status: status)
    }

    /// The form as it came, with what is wrong.
    func composeAgain(
        _ sentence: String,
        _ status: HTTPResponse.Status,
        asksForCode: Bool = false
    ) async throws -> PageAnswer {
        let form = ComposeForm(self.form, zone: zone)
        if let session { return try await compose(form, session, error: sentence, status: status) }
        var box = ComposeBox(
            form: form,
            csrf: formProof,
            error: sentence,
            asksToSignIn: !asksForCode,
            now: services.clock.now(),
            site: site,
            limits: services.limits
        )
        (box.login, box.writer) = (self.form["login"] ?? "", writer)
        box.asksForCode = asksForCode
        box.isSmall = wantsPart
        let html = wantsPart ? pages.composeBox(box) : pages.page(ComposePage(frame: strangerFrame, box: box))
        return formPage(html, status: status)
    }
}
