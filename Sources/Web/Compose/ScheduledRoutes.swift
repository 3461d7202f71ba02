// /scheduled: what waits to be published, with another time, other words, or none at all.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let scheduledForms: [AuthPages.Route] = [
    .init(
        method: .post,
        path: "/scheduled/:id",
        handler: changeScheduled,
        takesBack: { $0["do"] == "cancel" },
        arranges: { $0["do"] == "move" }
    )
]

extension Pages {
    func scheduled(_ request: PageRequest) async throws -> PageAnswer {
        guard let session = request.reader.session else { return request.toSignIn }
        let frame = request.reader.frame.leavable()
        let page = try await services.scheduledPage(of: session, in: frame, zone: request.zone)
        var answer = self.page(renderer.page(page), frame)
        answer.runsScripts = true
        return answer
    }
}

extension Services {
    /// All that waits, what comes next first.
    fileprivate func scheduledPage(of session: Session, in frame: Frame, zone: Int?) async throws -> ScheduledPage {
        let most = PageBounds(limit: Int(limits.scheduled.total))
        let waiting = try await scheduledStatuses(of: session.accountID, most).items
        return ScheduledPage(
            frame: frame,
            csrf: session.formProof,
            waiting: waiting.sorted { ($0.scheduledAt, $0.id) < ($1.scheduledAt, $1.id) },
            zone: LaterTime(zone: zone).zone,
            now: clock.now()
        )
    }
}

@Sendable private func changeScheduled(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn(back: "/scheduled") }
    guard request.hasSessionProof else { return request.failure(.unprocessableContent) }
    guard let id = request.pathID(1) else { throw ServiceError.notFound }
    let isSecure = request.site.isSecure
    switch request.form["do"] {
    case "cancel":
        try await request.cancelScheduled(id, session)
        return PageAnswer.seeOther("/scheduled").setting(.said("cancelled", isSecure: isSecure))
    case "move":
        let later = LaterTime(request.form, remembered: request.zone)
        do {
            guard let moment = later.moment else {
                throw ServiceError.invalid("The date and time cannot be read. Please choose them again")
            }
            guard moment > request.services.clock.now() + request.services.limits.scheduled.least else {
                throw ServiceError.invalid("Please choose a time that is at least five minutes ahead")
            }
            _ = try await request.services.moveScheduledStatus(id, to: moment, by: session.accountID)
        } catch ServiceError.invalid(let sentence) {
            let frame = request.frame()
            var page = try await request.services.scheduledPage(of: session, in: frame, zone: later.zone)
            page.wrong = (id, later, errorWords(sentence))
            return .page(request.pages.page(page), status: .unprocessableContent)
        }
        return PageAnswer.seeOther("/scheduled").setting(.said("saved", isSecure: isSecure))
            .setting(.zone(later.zone, isSecure: isSecure))
    default: return request.failure(.unprocessableContent)
    }
}
