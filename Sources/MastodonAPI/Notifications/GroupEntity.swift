// GroupedNotificationsResults as apps read it: accounts and statuses once each, beside the groups that name them.

internal import Basics
internal import Domain
internal import Services

extension NotificationEntities {
    func isShown(_ group: GroupedNotification) -> Bool {
        isShown(status: group.statusID) && !accounts(of: group).isEmpty
    }

    /// - Parameter isPage: a page tells which part of each group is in it.
    func json(_ groups: [GroupedNotification], _ expanding: AccountExpansion, isPage: Bool) -> JSONWriter {
        let shown = groups.filter(isShown)
        let (full, partial) = people(shown, expanding)
        var json = JSONWriter(capacity: 1024 * (full.count + 1) + 2048 * shown.count)
        json.beginObject()
        json.array("accounts") { json in
            for account in full { AccountEntity.write(account, statuses.site, to: &json) }
        }
        if case .partialAvatars = expanding {
            json.array("partial_accounts") { json in
                for account in partial { AccountEntity.writePartial(account, statuses.site, to: &json) }
            }
        }
        json.array("statuses") { json in
            var written: Set<Int64> = []
            for id in shown.compactMap(\.statusID) where written.insert(id).inserted {
                if let status = visible[id] { statuses.write(status, to: &json) }
            }
        }
        json.array("notification_groups") { json in
            for group in shown { write(group, isPage: isPage, to: &json) }
        }
        json.endObject()
        return json
    }

    private func write(_ group: GroupedNotification, isPage: Bool, to json: inout JSONWriter) {
        json.beginObject()
        json.field("group_key", group.key.text)
        json.field("notifications_count", group.count)
        json.field("type", group.kind.name)
        // A number, unlike all other ids: apps read it as one.
        json.field("most_recent_notification_id", group.newestID)
        if isPage {
            json.field("page_min_id", id: group.oldestInPage)
            json.field("page_max_id", id: group.newestID)
            json.field("latest_page_notification_at", group.newestAt)
        }
        json.array("sample_account_ids") { json in
            for account in accounts(of: group) { json.id(account.account.id) }
        }
        if let status = group.statusID { json.field("status_id", id: status) }
        writeSubject(group.kind, group.subjectID, to: &json)
        json.endObject()
    }

    private func accounts(of group: GroupedNotification) -> [CachedAccount] {
        group.accounts.compactMap { accounts[$0] }.filter { !$0.account.isSuspended }
    }

    /// Each once: all, or the newest of each group in full and the others by their pictures.
    private func people(
        _ groups: [GroupedNotification],
        _ expanding: AccountExpansion
    ) -> (full: [CachedAccount], partial: [CachedAccount]) {
        var full: [CachedAccount] = []
        var partial: [CachedAccount] = []
        var known: Set<Int64> = []
        for group in groups {
            let people = accounts(of: group)
            for account in expanding == .full ? people : Array(people.prefix(1))
            where known.insert(account.account.id).inserted { full.append(account) }
        }
        guard expanding == .partialAvatars else { return (full, []) }
        for group in groups {
            for account in accounts(of: group).dropFirst() where known.insert(account.account.id).inserted {
                partial.append(account)
            }
        }
        return (full, partial)
    }
}

extension AccountEntity {
    /// PartialAccountWithAvatar.
    static func writePartial(_ cached: CachedAccount, _ site: Site, to json: inout JSONWriter) {
        json.beginObject()
        json.field("id", id: cached.account.id)
        json.field("acct", cached.account.acct)
        json.field("locked", cached.account.isLocked)
        json.field("bot", cached.account.isBot)
        json.field("url", site.url(of: cached.account))
        json.field("avatar", site.avatarURL(of: cached.account))
        json.field("avatar_static", site.stillAvatarURL(of: cached.account))
        json.endObject()
    }
}
