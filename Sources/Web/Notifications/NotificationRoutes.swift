// /notifications: what somebody was told, and that they have seen it.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

extension Pages {
    private static let spoken: [NotificationKind] = [.mention, .quote]

    func notifications(_ request: PageRequest) async throws -> PageAnswer {
        try await notifications(request, kinds: NotificationKind.allCases, path: "/notifications")
    }

    /// `/notifications/mentions`: only where somebody speaks to one.
    func mentions(_ request: PageRequest) async throws -> PageAnswer {
        try await notifications(request, kinds: Pages.spoken, path: "/notifications/mentions")
    }

    private func notifications(
        _ request: PageRequest,
        kinds: [NotificationKind],
        path: String
    ) async throws -> PageAnswer {
        guard let account = request.reader.viewer.accountID else { return request.toSignIn }
        let place = request.place
        let filter = GroupedFilter(NotificationFilter(kinds: kinds))
        let read = try await services.groupedNotifications(of: account, filter, place.bounds(showing: Pages.listLength))
        // Groups whose people were left out are in no page; the cursors go on from what was read.
        let shown = place.isUpward ? read.items.suffix(Pages.listLength) : read.items.prefix(Pages.listLength)
        let more = read.items.count > Pages.listLength
        let marker = try await services.markers(of: account, timelines: ["notifications"]).first?.lastReadID ?? 0
        let (policy, held) = try await services.notificationPolicy(of: account)
        let lines = try await lines(Array(shown), since: marker, request.reader)
        var page = NotificationsPage(
            frame: request.reader.frame,
            tabs: [
                .init(label: localized("All"), url: "/notifications", isCurrent: path == "/notifications"),
                .init(
                    label: localized("Mentions"),
                    url: "/notifications/mentions",
                    isCurrent: path != "/notifications"
                ),
            ],
            lines: lines.lines,
            held: Int(clamping: held.requests),
            waitingReplies: try await services.waitingReplies(for: account),
            shield: try await services.shield(of: account, policy: policy)
        )
        page.frame = page.frame.leavable(lines.isSensitive)
        if place == .newest {
            page.pushKey = try await services.vapidPublicKey()
            if let token = request.pushToken {
                page.isTold = try await services.isSubscribed(browser: token, of: account)
            }
        }
        if place != .newest, let newest = shown.first?.newestID { page.newerURL = "\(path)?min_id=\(newest)" }
        if more || read.isFull, let oldest = shown.last?.newestID { page.olderURL = "\(path)?max_id=\(oldest)" }
        if place == .newest, kinds.count > Pages.spoken.count, let newest = read.newest, newest > marker {
            // What stands on the first page was seen.
            _ = try await services.setMarkers([("notifications", newest)], of: account)
            page.frame.unread = 0
        }
        var answer = self.page(renderer.page(page), page.frame)
        answer.runsScripts = true
        return answer
    }

    private func lines(
        _ groups: [GroupedNotification],
        since marker: Int64,
        _ reader: PageReader
    ) async throws -> (lines: [NotificationsPage.Line], isSensitive: Bool) {
        // Moderators are told of sign-ups that wait for them.
        let people = try await services.accounts.accounts(
            Array(Set(groups.flatMap(\.accounts))),
            for: reader.viewer.accountID,
            evenNewcomers: reader.frame.moderates
        )
        let views = try await services.statusViews(Array(Set(groups.compactMap(\.statusID))), for: reader.viewer)
        let warnings = try await services.warnings(
            groups.compactMap { $0.kind == .moderationWarning ? $0.subjectID : nil }
        )
        let now = TimeView(milliseconds: services.clock.now().milliseconds)
        let lines = groups.compactMap { group -> NotificationsPage.Line? in
            let known = group.accounts.compactMap { people[$0]?.account }.filter { !$0.isSuspended }
            guard let first = known.first else { return nil }
            var line = NotificationsPage.Line(
                kind: group.kind,
                people: known.map { AccountView($0, services.site) },
                count: Int(clamping: group.count),
                at: TimeView(milliseconds: group.newestAt.milliseconds),
                now: now,
                isNew: group.newestID > marker
            )
            if let id = group.statusID {
                // Nothing can be shown about a post that is gone or hidden.
                guard let view = views.list([id], in: .own).first else { return nil }
                line.status = view
            }
            if group.kind == .followRequest { line.asks = first.id }
            line.words = group.subjectID.flatMap { warnings[$0]?.text }.flatMap { $0.isEmpty ? nil : $0 }
            if group.kind == .moderationWarning { line.url = "/settings/standing" }
            if group.kind == .adminSignUp, line.people.count == 1, people[first.id]?.isNewcomer == true {
                // There is no profile yet.
                (line.people[0].url, line.url) = (
                    "/moderation/sign-ups/\(first.id)", "/moderation/sign-ups/\(first.id)"
                )
            }
            return line
        }
        return (lines, views.concernSensitiveCall)
    }
}

extension Pages {
    /// `/notifications/requests`: who was held back by one's rules, and would be heard.
    func notificationRequests(_ request: PageRequest) async throws -> PageAnswer {
        guard let account = request.reader.viewer.accountID else { return request.toSignIn }
        let read = try await services.notificationRequests(of: account, PageBounds(limit: Pages.peopleShown)).items
        let people = try await services.accounts.accounts(read.map(\.fromAccountID))
        var page = PeoplePage(
            frame: request.reader.frame,
            title: localized("Waiting to be heard"),
            hint: localized("Your rules hold back what these accounts say to you. They are not told."),
            lines: [],
            emptyWords: localized("Nobody is waiting.")
        )
        page.lines = read.compactMap { held in
            guard let sender = people[held.fromAccountID]?.account, !sender.isSuspended else { return nil }
            return PeoplePage.Line(
                account: AccountView(sender, services.site),
                said: Words.count(held.count, "notification", "notifications"),
                buttons: [
                    .init(label: localized("Hear"), act: "hear.\(held.id)", isQuiet: false),
                    .init(label: localized("Ignore"), act: "ignore.\(held.id)"),
                ]
            )
        }
        return self.page(renderer.page(page), page.frame)
    }
}

let notificationForms: [AuthPages.Route] = [
    .init(method: .post, path: "/notifications", handler: takeAct)
]

@Sendable private func takeAct(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn(back: "/notifications") }
    guard request.hasSessionProof, request.form["do"] == "clear" else { return request.failure(.unprocessableContent) }
    try await request.services.clearNotifications(of: session.accountID)
    return .seeOther("/notifications")
}
