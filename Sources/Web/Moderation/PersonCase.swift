// /moderation/people/id: a person, what was reported of them, all that was ever done, and what can be done.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

@Sendable func showPerson(_ request: FormRequest) async throws -> PageAnswer {
    let moderator = try request.moderator()
    do {
        return .page(request.pages.page(try await request.person(moderator)))
    } catch ServiceError.notFound {
        return request.goneCase
    }
}

@Sendable func decideAboutPerson(_ request: FormRequest) async throws -> PageAnswer {
    let moderator = try request.moderator()
    guard let account = request.pathID(2) else { return request.goneCase }
    return try await request.decide({ try await request.person(moderator) }, whoDecided: request.whoDecided) {
        try await request.act(on: account, by: moderator)
    }
}

extension FormRequest {
    /// The reports that the form was about.
    private var shownReports: [Int64] {
        (form["reports"] ?? "").split(separator: " ").prefix(200).compactMap { Int64($0) }
    }

    private var chosenPosts: [Int64] {
        form.names(startingWith: "post-").compactMap { Int64($0.dropFirst(5)) }
    }

    /// Who has decided about one of the reports meanwhile.
    fileprivate func whoDecided() async throws -> String? {
        for report in try await services.reports(shownReports).values {
            guard let at = report.resolvedAt else { continue }
            let by = report.resolvedBy.map { Moderator.account($0) } ?? .commandLine
            return try await deskPeople([report.resolvedBy].compactMap { $0 }).decided(by: by, at: at)
        }
        return nil
    }

    /// Does what the form asks for. Returns where it goes on.
    fileprivate func act(on account: Int64, by moderator: Moderator) async throws -> String {
        switch form["do"] {
        case "decide":
            try await decide(about: account, by: moderator)
            return try await nextPlace(after: account)
        case "dismiss":
            try await services.dismissReports(shownReports, about: account, note: filledOptions.note, by: moderator)
            return try await nextPlace(after: account)
        case "note": try await services.note(filledOptions.note, on: account, by: moderator)
        case "assign", "unassign":
            for report in shownReports {
                guard try await services.report(report).targetID == account else { throw ServiceError.notFound }
                try await services.handleReport(
                    report,
                    form["do"] == "assign" ? .assign : .unassign,
                    by: moderator
                )
            }
        default: throw ServiceError.invalid("Please choose what is to be done")
        }
        return path
    }

    private func decide(about account: Int64, by moderator: Moderator) async throws {
        var options = filledOptions
        options.reports = shownReports
        options.statuses = chosenPosts
        options.report = options.reports.first
        // What is neither reported nor open to everybody is not read by way of a measure: it may be a letter.
        let reported = try await services.reports(shownReports).values.filter { $0.targetID == account }
        let others = Set(options.statuses).subtracting(reported.flatMap(\.statusIDs))
            .subtracting(try await services.markedStatuses(of: account))
        guard try await services.statuses.statuses(Array(others)).values.allSatisfy({ $0.status.visibility.isOpen })
        else {
            throw ServiceError.notFound
        }
        if !filled.days.isEmpty {
            guard let days = Int64(filled.days), (1...3650).contains(days) else {
                throw ServiceError.invalid("Please choose what is to be done")
            }
            options.until = services.clock.now() + .seconds(days * 86_400)
        }
        switch ModerationAction.Kind(rawValue: filled.kind) {
        case .markStatuses?:
            try await services.markStatuses(try await chosenPosts(of: account), options, by: moderator)
        case .unmarkStatuses?:
            let posts = try await chosenPosts(of: account)
            try await services.unmarkStatuses(posts, note: options.note, by: moderator)
        case .removeStatuses?:
            try await services.removeStatuses(try await chosenPosts(of: account), options, by: moderator)
        case let kind?:
            guard let moderation = Moderation(rawValue: kind.rawValue) else {
                throw ServiceError.invalid("Please choose what is to be done")
            }
            if kind.opposite == nil { options.until = nil }
            try await services.moderate(account, moderation, options, by: moderator)
        case nil: throw ServiceError.invalid("Please choose what is to be done")
        }
    }

    /// The posts that a measure is about, all of one person.
    private func chosenPosts(of account: Int64) async throws -> [Int64] {
        let posts = chosenPosts
        guard !posts.isEmpty else { throw ServiceError.invalid("Please choose a post") }
        let authors = try await services.statuses.statuses(posts).values.map(\.status.accountID)
        guard authors.allSatisfy({ $0 == account }) else { throw ServiceError.notFound }
        return posts
    }

    fileprivate func person(_ moderator: Moderator) async throws -> CasePage {
        guard let id = pathID(2), let account = try await services.accounts.account(id, evenSecret: true)?.account
        else {
            throw ServiceError.notFound
        }
        let user = try await services.user(id)
        let isSensitized = try await services.isSensitized(id)
        // Nobody reads who reported them.
        let isOwn = id == session?.accountID
        let reports = isOwn ? [] : try await services.reports(.init(targetID: id), PageBounds(limit: 40)).items
        let reported = Set(reports.flatMap(\.statusIDs))
        let marked = isOwn ? [] : try await services.markedStatuses(of: id)
        let posts = try await deskPosts(reported.union(marked).sorted(), chosen: reported)
        let states: [(isOn: Bool, on: ModerationAction.Kind, off: ModerationAction.Kind)] = [
            (isSensitized, .sensitive, .unsensitive), (account.isSilenced, .silence, .unsilence),
            (user?.isFrozen == true, .freeze, .unfreeze), (account.isSuspended, .suspend, .unsuspend),
        ]
        let kinds =
            [.warn] + (posts.isEmpty ? [] : [.markStatuses, .removeStatuses])
            + (marked.isEmpty ? [] : [.unmarkStatuses])
            + states.filter { user != nil || $0.on != .freeze }.map { $0.isOn ? $0.off : $0.on }
        let refusal = try await services.moderationRefusal(of: id, by: moderator)
        var page = CasePage(
            frame: frame(returnTo: path),
            path: path,
            title: "@\(account.acct)",
            account: AccountView(account, site),
            email: user?.email,
            states: states.filter(\.isOn).map(\.on.words),
            posts: posts,
            history: try await deskHistory(of: id),
            decision: refusal.map { .none(errorWords($0.sentence)) }
                ?? .person(
                    kinds: kinds,
                    hasReports: !reports.isEmpty,
                    isTaken: reports.contains { $0.assignedTo == moderator.accountID }
                ),
            reportIDs: reports.map(\.id)
        )
        if let deactivation = account.deactivation {
            page.facts.append(
                deactivation.until.map {
                    localized("The person has hidden this account until {time}.", ["time": TimeView($0).long])
                } ?? localized("The person has hidden this account until they are back.")
            )
        }
        if let inviter = user?.invitedByID {
            let people = try await deskPeople([inviter])
            page.facts.append(localized("Came with an invite of {handle}.", ["handle": people.handle(inviter)]))
        }
        page.rules = try await services.instanceTexts().rules.map { ($0.id, $0.text) }
        page.filled.rules = Set(reports.flatMap(\.ruleIDs))
        page.reports = try await deskReports(reports)
        let concerned = try await services.statuses.statuses(reported.sorted())
        page.subjects = try await deskSubjects(of: reported.sorted().compactMap { concerned[$0] })
        return page
    }

    private func deskReports(_ reports: [Report]) async throws -> [DeskReport] {
        let people = try await deskPeople(reports.flatMap { [$0.accountID, $0.assignedTo].compactMap { $0 } })
        let rules = try await services.rules(Set(reports.flatMap(\.ruleIDs)).sorted())
        return reports.map { report in
            DeskReport(
                id: report.id,
                reporter: people.handle(report.accountID),
                at: TimeView(report.createdAt),
                category: report.category.words,
                comment: report.comment,
                rules: rules.filter { report.ruleIDs.contains($0.id) }.map(\.text),
                taker: report.assignedTo.map { people.handle($0) }
            )
        }
    }
}
