// Emoji of other servers, with the posts and people that use them.

internal import Database
internal import Domain
internal import Storage

enum RemoteEmojis {
    /// Of the largest collections that there are about as many are in use.
    static let mostOfOneHost = 10_000

    /// Those that stand in texts of accounts of other servers, each as its server draws it. Most texts name none, and cost
    /// nothing.
    ///
    /// - Parameter texts: by the account that wrote them.
    static func used(in texts: [Int64: [String]], _ connection: Connection) throws -> [Int64: [RemoteEmoji]] {
        var wanted: [Int64: Set<String>] = [:]
        for (account, texts) in texts {
            let names = texts.filter { $0.utf8.contains(UInt8(ascii: ":")) }.flatMap { Shortcodes.found(in: $0) }
            if !names.isEmpty { wanted[account] = Set(names) }
        }
        guard !wanted.isEmpty else { return [:] }
        var found: [Int64: [RemoteEmoji]] = [:]
        let names = Array(Set(wanted.values.joined()).sorted().prefix(1000))
        for (account, emoji) in try RemoteEmojiQueries.emojis(of: wanted.keys.sorted(), named: names, connection)
        where wanted[account]?.contains(emoji.shortcode) == true {
            found[account, default: []].append(emoji)
        }
        return found
    }

    /// Of statuses, by their ids.
    static func used(
        in statuses: [(status: Status, poll: Poll?)],
        _ connection: Connection
    ) throws -> [Int64: [RemoteEmoji]] {
        var texts: [Int64: [String]] = [:]
        for (status, poll) in statuses where !status.isLocal && status.reblogOfID == nil {
            texts[status.accountID, default: []] += RemoteEmojis.texts(of: status, poll)
        }
        let found = try used(in: texts, connection)
        guard !found.isEmpty else { return [:] }
        var emojis: [Int64: [RemoteEmoji]] = [:]
        for (status, poll) in statuses where !status.isLocal {
            guard let known = found[status.accountID] else { continue }
            let names = Set(RemoteEmojis.texts(of: status, poll).flatMap { Shortcodes.found(in: $0) })
            emojis[status.id] = known.filter { names.contains($0.shortcode) }
        }
        return emojis
    }

    private static func texts(of status: Status, _ poll: Poll?) -> [String] {
        [status.text, status.spoilerText] + (poll?.options ?? [])
    }
}
