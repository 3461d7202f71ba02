// Names on the pages of moderators, and posts, reports and acts with them.

internal import Basics
internal import Domain
internal import Services

/// Accounts by id, as far as they are still there.
struct DeskPeople: Sendable {
    let site: Site
    let accounts: [Int64: CachedAccount]

    /// `@alice`; of one that is gone, its number.
    func handle(_ id: Int64) -> String { accounts[id].map { "@\($0.account.acct)" } ?? "\(id)" }

    func name(_ moderator: Moderator) -> String {
        switch moderator {
        case .account(let id): handle(id)
        case .commandLine: localized("the command line")
        case .server: localized("the server itself")
        }
    }

    /// "@erin has decided about this already, on 15 Oct 2017."
    func decided(by moderator: Moderator, at moment: Timestamp) -> String {
        localized(
            "{handle} has decided about this already, on {date}.",
            ["handle": name(moderator), "date": TimeView(moment).short]
        )
    }
}

extension FormRequest {
    func deskPeople(_ ids: [Int64]) async throws -> DeskPeople {
        DeskPeople(site: site, accounts: try await services.accounts.accounts(Set(ids).sorted(), evenSecret: true))
    }

    /// Posts with what they answer, where everybody may see that.
    func deskPosts(_ ids: [Int64], chosen: Set<Int64>? = nil) async throws -> [DeskPost] {
        try await deskPosts(
            try await services.statuses.statuses(ids).values.sorted { $0.status.id < $1.status.id },
            chosen
        )
    }

    func deskPosts(_ statuses: [CachedStatus], _ chosen: Set<Int64>? = nil) async throws -> [DeskPost] {
        let parents = try await services.statuses.statuses(statuses.compactMap(\.status.inReplyToID))
            .filter { $0.value.status.visibility.isOpen }
        let people = try await deskPeople(
            statuses.map(\.status.accountID) + parents.values.map(\.status.accountID)
        )
        return statuses.map { cached in
            let status = cached.status
            let author = people.accounts[status.accountID]?.account
            return DeskPost(
                id: status.id,
                handle: people.handle(status.accountID),
                at: TimeView(status.createdAt),
                url: chosen == nil ? nil : author.map { site.path(of: status, by: $0) },
                spoiler: status.spoilerText,
                text: cached.plainWords,
                parent: status.inReplyToID.flatMap { parents[$0] }.map {
                    (people.handle($0.status.accountID), $0.plainWords)
                },
                files: author.map { author in cached.media.map { deskFile($0, of: author) } } ?? [],
                isChosen: chosen.map { $0.contains(status.id) }
            )
        }
    }

    private func deskFile(_ media: MediaAttachment, of author: Account) -> DeskPost.File {
        var file = DeskPost.File(description: media.description ?? "")
        // Files of who is suspended, or has hidden themselves, are nowhere to be fetched from; moderators see their pictures all the same.
        if author.isHidden, author.isLocal {
            file.previewURL = media.previewPath.map { _ in "/moderation/people/\(author.id)/files/\(media.id)" }
        } else {
            file.previewURL = site.previewURL(of: media).map(site.pagePath)
            file.url = site.fileURL(of: media).map(site.pagePath)
        }
        return file
    }

    /// All that was done to an account, the newest first.
    func deskHistory(of account: Int64) async throws -> [DeskAct] {
        try await deskActs(try await services.moderationLog(.init(targetID: account), PageBounds(limit: 40)).items)
    }

    /// As far as they are for whoever reads.
    func deskActs(_ all: [ModerationAction]) async throws -> [DeskAct] {
        let reader = try moderator()
        let actions = all.compactMap { ModerationPolicy.shown($0, to: reader) }
        let people = try await deskPeople(
            actions.flatMap { [$0.moderator.accountID, $0.targetID, $0.undoneBy?.accountID].compactMap { $0 } }
        )
        return actions.map { action in
            var state: String?
            if let undoneAt = action.undoneAt {
                state = localized("Taken back on {date}", ["date": TimeView(undoneAt).short])
            } else if let until = action.until {
                state = localized("It ends by itself on {date}", ["date": TimeView(until).short])
            }
            return DeskAct(
                at: TimeView(action.createdAt),
                what: action.kind.words,
                who: people.name(action.moderator),
                target: action.targetID.map { (people.handle($0), "/moderation/people/\($0)") },
                subject: action.subject,
                subjectURL: action.subjectURL,
                text: action.text,
                note: action.note,
                state: state
            )
        }
    }
}

extension ModerationAction {
    /// Of an act about a whole tag or call, the page of the desk where it is taken back.
    fileprivate var subjectURL: String? {
        guard kind.isAboutSubject, subject.hasPrefix("#") else { return nil }
        return statusIDs.first.map { "/moderation/calls/\($0)" } ?? deskURL(ofTag: String(subject.dropFirst()))
    }
}

extension CachedStatus {
    /// What it says, without its markup.
    fileprivate var plainWords: String {
        let words = status.isLocal ? status.text : HTML.plainText(fromHTML: status.content)
        return ([words] + (poll?.options.map { "• \($0)" } ?? [])).joined(separator: "\n")
    }
}
