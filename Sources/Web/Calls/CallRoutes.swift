// /calls and /calls/id: what is asked, and what was answered.

internal import Basics
internal import Domain
internal import Services

extension Pages {
    func calls(_ request: PageRequest) async throws -> PageAnswer {
        let place = request.place
        return try await cached(.calls(place), request) {
            let reader = request.reader
            let read = try await self.movement.calls(place.bounds(showing: Pages.listLength))
            let slice = ListSlice(read, at: place, showing: Pages.listLength, path: "/calls")
            guard !slice.isTop else { return .redirect("/calls") }
            let lines = try await self.lines(of: slice.ids, for: reader.viewer.accountID)
            let page = CallsPage(
                frame: reader.frame.leavable(lines.contains { $0.call.isSensitive }),
                calls: lines,
                canonicalURL: self.services.site.url + "/calls",
                newerURL: slice.newerURL,
                olderURL: slice.olderURL
            )
            var answer = self.page(self.renderer.calls(page), page.frame)
            answer.runsScripts = true
            return answer
        }
    }

    func call(_ request: PageRequest) async throws -> PageAnswer {
        let written = request.pathText("id")
        guard let id = Int64(written), id > 0 else { throw ServiceError.notFound }
        guard written == String(id) else { return .moved(to: "/calls/\(id)") }
        // Also a stranger who finds the page in memory must be allowed to see it.
        let asked = try await movement.call(id, request.reader.viewer.accountID)
        return try await cached(.call(id), request) { try await self.call(asked, request) }
    }

    private func call(_ asked: Call, _ request: PageRequest) async throws -> PageAnswer {
        let (id, reader, viewer) = (asked.id, request.reader, request.reader.viewer.accountID)
        var magnitude = try await movement.callMagnitude(id)
        // The figures may be a second old; what is asked and until when is not.
        magnitude.call = asked
        guard let author = try await services.accounts.account(magnitude.call.accountID, for: viewer)?.account,
            !author.isSuspended
        else { throw ServiceError.notFound }
        let voices = try await movement.voicesOfCall(id, Pages.listLength)
        let views = try await services.statusViews(voices.newest + voices.supported, for: reader.viewer)
        var own: OwnAnswer?
        if let viewer { own = try await movement.ownAnswer(id, viewer) }
        var waiting: Int?
        if let viewer, own == nil { waiting = try await services.waitingAnswer(to: id, by: viewer) }
        var page = CallPage(
            frame: reader.frame.leavable(magnitude.call.isSensitive),
            author: AccountView(author, services.site),
            magnitude: magnitude,
            own: own,
            waiting: waiting,
            done: viewer == nil ? nil : request.said.flatMap { CallPage.Done(word: $0) },
            isOwn: viewer == asked.accountID,
            supported: views.voices(Array(voices.supported.prefix(Pages.supportedLength))),
            newest: views.voices(voices.newest, anchored: true),
            postURL: services.site.statusURL(id, by: author.username),
            canonicalURL: "\(services.site.url)/calls/\(id)",
            pictureURL: pictureURL("/calls/\(id)")
        )
        let measures = try await services.measures(on: .call(id))
        page.moderation = ModeratorsWords(measures, path: "/moderation/calls/\(id)", request.reader.frame)
        page.isLocked = measures.contains { $0.kind == .lockReplies }
        page.isIndexable = !measures.contains { $0.kind == .unlist }
        page.waitsForModerator = reader.session?.user.isApproved == false
        if let viewer, let joined = try await services.accounts.account(viewer, for: viewer)?.account.createdAt {
            let rule = SilentRule.standard
            let isEstablished = rule.isEstablished(createdAt: joined, at: magnitude.at)
            page.establishedAt = isEstablished ? nil : joined + rule.establishedAfter
        }
        if let session = reader.session, !session.isNewcomer, !page.isClosed, !page.isLocked {
            var form = ComposeForm(.reply(id))
            form.inReplyTo = id
            form.spoilerText = asked.spoilerText
            (form.visibility, form.isSensitive) = (session.user.defaultVisibility, asked.isSensitive)
            form.returnTo = "/calls/\(id)#figures"
            page.compose = try await services.composeBox(form, of: session, isSmall: true)
            page.compose?.label = localized("Your answer, in your own words")
            page.compose?.verb = localized("Answer aloud")
        }
        var answer = self.page(renderer.call(page), page.frame)
        answer.runsScripts = true
        // Said once.
        return request.said == nil ? answer : answer.setting(.said(nil, isSecure: services.site.isSecure))
    }

    /// Calls as lines of a list; those that went meanwhile, are not for the viewer, or are by accounts that the moderators
    /// limited, are left out.
    ///
    /// - Parameter isOpenOnly: without those that are closed; their figures are not read.
    func lines(of ids: [Int64], for viewer: Int64?, isOpenOnly: Bool = false) async throws -> [CallLine] {
        let now = services.clock.now()
        let seen = try await movement.visibleCalls(ids, viewer)
        var found: [(Call, CallMagnitude)] = []
        for call in ids.compactMap({ seen[$0] }) where !isOpenOnly || !call.isClosed(at: now) {
            do {
                found.append((call, try await movement.callMagnitude(call.id)))
            } catch ServiceError.notFound {
                continue
            }
        }
        let people = try await services.accounts.accounts(Array(Set(found.map(\.0.accountID))))
        return found.compactMap { call, magnitude in
            guard let author = people[call.accountID]?.account, !author.isSuspended, !author.isSilenced else {
                return nil
            }
            return CallLine(
                call: call,
                author: AccountView(author, services.site),
                people: magnitude.people,
                isSpokenOnly: magnitude.isSpokenOnly,
                isClosed: call.isClosed(at: now)
            )
        }
    }
}
