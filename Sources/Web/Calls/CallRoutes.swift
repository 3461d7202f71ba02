// /calls and /calls/id: what is asked, and what was answered.

internal import Basics
internal import Domain
internal import Services
internal import Storage

extension Pages {
    func calls(_ call: PageCall) async throws -> PageAnswer {
        let place = call.place
        return try await kept(.calls(place), call) {
            let reader = call.reader
            let read = try await self.movement.calls(place.request(showing: Pages.listLength))
            let slice = ListSlice(read.items, at: place, showing: Pages.listLength, path: "/calls")
            guard !slice.isTop else { return .redirect("/calls") }
            let lines = try await self.lines(of: slice.ids, for: reader.viewer.accountID)
            let page = CallsPage(
                frame: reader.frame.leavable(lines.contains { $0.call.isSensitive }),
                calls: lines,
                canonicalURL: self.services.site.url + "/calls",
                newerURL: slice.newerURL,
                olderURL: slice.olderURL
            )
            return self.page(self.renderer.calls(page), page.frame)
        }
    }

    func call(_ call: PageCall) async throws -> PageAnswer {
        let written = call.pathText("id")
        guard let id = Int64(written), id > 0 else { throw ServiceError.notFound }
        guard written == String(id) else { return .moved(to: "/calls/\(id)") }
        // Also a stranger who finds the page in memory must be allowed to see it.
        _ = try await movement.call(id, call.reader.viewer.accountID)
        return try await kept(.call(id), call) { try await self.call(id, call) }
    }

    private func call(_ id: Int64, _ request: PageCall) async throws -> PageAnswer {
        let (reader, viewer) = (request.reader, request.reader.viewer.accountID)
        let magnitude = try await movement.callMagnitude(id)
        guard let author = try await services.accounts.account(magnitude.call.accountID)?.account,
            !author.isSuspended
        else { throw ServiceError.notFound }
        let voices = try await movement.voicesOfCall(id, Pages.listLength)
        let views = try await services.statusViews(voices.newest + voices.supported, for: reader.viewer)
        var own: OwnAnswer?
        if let viewer { own = try await movement.ownAnswer(id, viewer) }
        var waiting: Int?
        if let viewer, own == nil { waiting = try await services.waitingAnswer(to: id, by: viewer) }
        let page = CallPage(
            frame: reader.frame.leavable(magnitude.call.isSensitive),
            author: AccountView(author, services.site),
            magnitude: magnitude,
            own: own,
            waiting: waiting,
            done: viewer == nil ? nil : request.said.flatMap { CallPage.Done(word: $0) },
            supported: views.voices(Array(voices.supported.prefix(Pages.supportedLength))),
            newest: views.voices(voices.newest),
            postURL: services.site.statusURL(id, by: author.username),
            canonicalURL: "\(services.site.url)/calls/\(id)",
            pictureURL: pictureURL("/calls/\(id)")
        )
        var answer = self.page(renderer.call(page), page.frame)
        answer.runsScripts = true
        // Said once.
        return request.said == nil ? answer : answer.setting(.said(nil, isSecure: services.site.isSecure))
    }

    /// Calls as lines of a list; those that went meanwhile, are not for the viewer, or are by accounts that the moderators
    /// limited, are left out.
    func lines(of ids: [Int64], for viewer: Int64?) async throws -> [CallLine] {
        var found: [(Call, CallMagnitude)] = []
        for id in ids {
            do {
                found.append((try await movement.call(id, viewer), try await movement.callMagnitude(id)))
            } catch ServiceError.notFound {
                continue
            }
        }
        let people = try await services.accounts.accounts(Array(Set(found.map(\.0.accountID))))
        let now = services.clock.now()
        return found.compactMap { call, magnitude in
            guard let author = people[call.accountID]?.account, !author.isSuspended, !author.isSilenced else {
                return nil
            }
            return CallLine(
                call: call,
                author: AccountView(author, services.site),
                people: magnitude.people,
                isClosed: call.isClosed(at: now)
            )
        }
    }
}
