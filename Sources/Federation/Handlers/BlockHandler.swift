// Somebody elsewhere wishes to have nothing to do with somebody here, or tells our moderators of them.

internal import ActivityPub
internal import Basics
internal import Domain
internal import Services

extension Federation {
    func block(_ activity: Activity, _ sender: Sender) async throws {
        guard let object = activity.object?.id,
            let target = try await services.localAccount(uri: object, evenSecret: true)
        else {
            throw ServiceError.notFound
        }
        let account = try await services.remoteAccount(uri: sender.actor.text)
        _ = try await services.blockAccount(target, by: account)
    }

    /// A report of another server, by its actor: of one account of ours, and of posts of theirs.
    func flag(_ activity: Activity, _ sender: Sender) async throws {
        guard !services.servers.policy(of: sender.actor.origin.authority).rejectsReports else { return }
        var target: Int64?
        var statuses: [CachedStatus] = []
        for id in activity.objects.prefix(100).compactMap(\.id) {
            if let account = try await services.localAccount(uri: id, evenSecret: true) {
                target = target ?? account
            } else if let status = try await services.status(uri: id.text), status.status.isLocal {
                // Whoever guesses ids shows moderators nothing that was not theirs to see.
                if status.status.visibility.isOpen { statuses.append(status) }
                target = target ?? status.status.accountID
            }
        }
        guard let target else { throw ServiceError.notFound }
        let server = RateKey.server(HostGroup.name(of: sender.actor.origin.host))
        guard services.limiter.check(.serverReports, server, now: services.clock.now())?.isAllowed ?? true else {
            throw ServiceError.forbidden("Its server reports too much")
        }
        let reporter = try await services.remoteAccount(uri: sender.actor.text)
        _ = try await services.report(
            ReportDraft(
                targetID: target,
                statusIDs: statuses.filter { $0.status.accountID == target }.map(\.status.id),
                comment: String((activity.content ?? "").prefix(Report.commentCharacters)),
                uri: activity.id?.text
            ),
            by: reporter
        )
    }
}
