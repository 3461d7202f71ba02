// A post that is to be published later: from the form for a post.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

extension FormRequest {
    /// Has a post wait for its time, and says so; the form again where something is wrong with it.
    func schedule(_ form: ComposeForm, _ session: Session) async throws -> PageAnswer {
        var form = form
        do {
            guard let moment = form.later.moment else {
                throw ServiceError.invalid("The date and time cannot be read. Please choose them again")
            }
            guard moment > services.clock.now() + services.limits.scheduled.least else {
                throw ServiceError.invalid("Please choose a time that is at least five minutes ahead")
            }
            // What can be wrong with the words is looked at before anything is done.
            if let problem = form.problem(services.limits) { throw ServiceError.invalid(problem) }
            // Its files can be kept for another one only when the old one is gone.
            if let waiting = form.scheduledID { try await cancelScheduled(waiting, session) }
            form.scheduledID = nil
            try await describe(form.files, by: session.accountID)
            _ = try await services.scheduleStatus(form.draft, at: moment, by: session.user)
        } catch ServiceError.invalid(let sentence), ServiceError.forbidden(let sentence) {
            // With the files that came just now, which are uploaded.
            return try await compose(form, session, error: errorWords(sentence), status: .unprocessableContent)
        }
        return PageAnswer.seeOther(form.returnTo)
            .setting(.said("scheduled", isSecure: site.isSecure))
            .setting(.zone(form.later.zone, isSecure: site.isSecure))
    }

    /// Takes back what waited, if it still does.
    func cancelScheduled(_ id: Int64, _ session: Session) async throws {
        do {
            try await services.cancelScheduledStatus(id, by: session.accountID)
        } catch ServiceError.notFound {
            // Published meanwhile, or cancelled in another window.
        }
    }
}
