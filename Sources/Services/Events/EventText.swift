// Events as short texts, for other nodes: `["name of the node",["posted",1,…],["poll",2]]`.

internal import Basics
internal import Domain

/// What one node tells the others.
struct EventText {
    let events: [DomainEvent]

    /// Nil for what is none, or what this `node` has told itself. Events that this version does not know are missed.
    init?(_ text: String, heardBy node: String) {
        guard !text.hasPrefix("[\"\(node)\""), let parts = try? JSONValue.parse(Array(text.utf8)).array,
            parts.first?.string != nil
        else { return nil }
        events = parts.dropFirst().map { part in
            guard let values = part.array else { return .eventsMissed }
            var reader = EventReader(values[...])
            return (try? reader.event()) ?? .eventsMissed
        }
    }

    /// The fewest texts of at most `limit` bytes that hold all events; one that is longer by itself counts as missed.
    static func write(_ events: [DomainEvent], from node: String, upTo limit: Int) -> [String] {
        var texts: [String] = []
        var head = JSONWriter(capacity: 64)
        head.string(node)
        var bytes: [UInt8] = []
        func end() {
            if !bytes.isEmpty { texts.append("[" + String(decoding: head.bytes + bytes, as: UTF8.self) + "]") }
            bytes = []
        }
        for event in events.flatMap(\.pieces) {
            var text = event.text
            if head.bytes.count + text.count + 3 > limit { text = DomainEvent.eventsMissed.text }
            if head.bytes.count + bytes.count + text.count + 3 > limit { end() }
            bytes.append(UInt8(ascii: ","))
            bytes += text
        }
        end()
        return texts
    }
}

extension DomainEvent {
    /// The same as several events where one could be long.
    fileprivate var pieces: [DomainEvent] {
        guard case .tagUnused(let tag, let account, let uses, let lastAt) = self, uses.count > 50 else { return [self] }
        return stride(from: 0, to: uses.count, by: 50).map { start in
            .tagUnused(tag, account: account, Array(uses[start..<min(start + 50, uses.count)]), lastAt: lastAt)
        }
    }

    fileprivate var text: [UInt8] {
        var writer = EventWriter()
        writer.write(self)
        return writer.json.bytes + [UInt8(ascii: "]")]
    }
}

/// Writes one event but for its closing bracket.
private struct EventWriter {
    var json = JSONWriter(capacity: 256)

    // One line for each event: `EventReader` is its mirror.
    mutating func write(_ event: DomainEvent) {
        json.beginArray()
        switch event {
        case .statusPosted(let entry, let tags, let mentioned):
            name("posted", entry)
            list(tags)
            list(mentioned)
        case .statusEdited(let id): name("edited", id)
        case .statusRetagged(let entry, let added, let removed):
            name("retagged", entry)
            list(added)
            list(removed)
        case .statusDeleted(let entry, let tags):
            name("deleted", entry)
            list(tags)
        case .parentDeleted(let id): name("parent deleted", id)
        case .statusCountersChanged(let id, let counters):
            name("status counters", id, counters.replies, counters.reblogs, counters.favourites, counters.quotes)
            json.int(counters.version)
        case .tagsUsed(let tags, let use, let author, let fingerprint):
            name("tags used")
            list(tags)
            write(use)
            for value in [author.id, author.createdAt.milliseconds] { json.int(value) }
            json.string(author.domain)
            for value in [author.isCounted, author.isIndexable] { json.bool(value) }
            json.int(Int64(bitPattern: fingerprint))
        case .tagUnused(let tag, let account, let uses, let lastAt):
            name("tag unused", tag, account)
            optional(lastAt?.milliseconds)
            for use in uses { write(use) }
        case .pollChanged(let id): name("poll", id)
        case .callAnswered(let id, let at, let by): name("answered", id, at.milliseconds, Int64(by))
        case .accountModerated(let id): name("moderated", id)
        case .accountChanged(let id): name("account", id)
        case .cardChanged(let id): name("card", id)
        case .accountCountersChanged(let id, let counters):
            name("account counters", id, counters.statuses, counters.followers, counters.following, counters.version)
            optional(counters.lastStatusAt?.milliseconds)
        case .relationshipChanged(let account, let target): name("relationship", account, target)
        case .listChanged(let account, let list): name("list", account, list)
        case .filtersChanged(let account): name("filters", account)
        case .tagChoiceChanged(let account, let tag): name("tag choice", account, tag)
        case .conversationChanged(let account, let conversation): name("conversation", account, conversation)
        case .domainBlockChanged(let account, let domain):
            name("domain block", account)
            json.string(domain)
        case .interactionChanged(let account, let status): name("interaction", account, status)
        case .threadMuteChanged(let account, let conversation): name("thread mute", account, conversation)
        case .notified(let account, let notification): name("notified", account, notification)
        case .notificationFiltered(let account, let notification): name("filtered", account, notification)
        case .notificationsMerged(let account): name("merged", account)
        case .announcementPublished(let id): name("announcement", id)
        case .announcementDeleted(let id): name("announcement deleted", id)
        case .announcementReaction(let id, let reaction, let count):
            name("reaction", id, count)
            json.string(reaction)
        case .eventsMissed: name("missed")
        case .tokenRevoked(let hash):
            name("token")
            json.string(Base64URL.encode(hash))
        case .userChanged(let account): name("user", account)
        }
    }

    private mutating func name(_ name: String, _ values: Int64...) {
        json.string(name)
        for value in values { json.int(value) }
    }

    private mutating func name(_ name: String, _ entry: TimelineEntry) {
        self.name(name, entry.id, entry.accountID, entry.visibility.rawValue)
        for value in [entry.inReplyToAccountID, entry.reblogOfID, entry.reblogOfAccountID] { optional(value) }
        optional(entry.language)
    }

    private mutating func write(_ use: CountedUse) {
        for value in [use.statusID, use.at.milliseconds] { json.int(value) }
        json.bool(use.isReply)
        optional(use.language)
    }

    private mutating func optional(_ value: Int64?) { if let value { json.int(value) } else { json.null() } }
    private mutating func optional(_ value: String?) { if let value { json.string(value) } else { json.null() } }

    private mutating func list(_ values: [Int64]) {
        json.beginArray()
        for value in values { json.int(value) }
        json.endArray()
    }
}

/// Reads one event.
private struct EventReader {
    private struct Unreadable: Error {}

    private var rest: ArraySlice<JSONValue>

    init(_ values: ArraySlice<JSONValue>) { rest = values }

    mutating func event() throws -> DomainEvent {
        switch try text() {
        case "posted": return .statusPosted(try entry(), tagIDs: try list(), mentioned: try list())
        case "edited": return .statusEdited(id: try int())
        case "retagged": return .statusRetagged(try entry(), added: try list(), removed: try list())
        case "deleted": return .statusDeleted(try entry(), tagIDs: try list())
        case "parent deleted": return .parentDeleted(id: try int())
        case "status counters":
            let (id, replies, reblogs) = (try int(), try int(), try int())
            let (favourites, quotes, version) = (try int(), try int(), try int())
            return .statusCountersChanged(
                id: id,
                StatusCounters(
                    replies: replies,
                    reblogs: reblogs,
                    favourites: favourites,
                    quotes: quotes,
                    version: version
                )
            )
        case "tags used":
            let (tags, use, id, createdAt, domain) = (try list(), try use(), try int(), try time(), try text())
            let (isCounted, isIndexable) = (try flag(), try flag())
            return .tagsUsed(
                tags,
                use,
                by: CountedAuthor(
                    id: id,
                    domain: domain,
                    createdAt: createdAt,
                    isCounted: isCounted,
                    isIndexable: isIndexable
                ),
                fingerprint: UInt64(bitPattern: try int())
            )
        case "tag unused":
            let (tag, account, lastAt) = (try int(), try int(), try optionalTime())
            var uses: [CountedUse] = []
            while !rest.isEmpty { uses.append(try use()) }
            return .tagUnused(tag, account: account, uses, lastAt: lastAt)
        case "poll": return .pollChanged(try int())
        case "answered": return .callAnswered(try int(), at: try time(), by: Int(Int32(clamping: try int())))
        case "moderated": return .accountModerated(id: try int())
        case "account": return .accountChanged(id: try int())
        case "card": return .cardChanged(id: try int())
        case "account counters":
            let (id, statuses, followers) = (try int(), try int(), try int())
            let (following, version, lastAt) = (try int(), try int(), try optionalTime())
            return .accountCountersChanged(
                id: id,
                AccountCounters(
                    statuses: statuses,
                    followers: followers,
                    following: following,
                    lastStatusAt: lastAt,
                    version: version
                )
            )
        case "relationship": return .relationshipChanged(account: try int(), target: try int())
        case "list": return .listChanged(account: try int(), list: try int())
        case "filters": return .filtersChanged(account: try int())
        case "tag choice": return .tagChoiceChanged(account: try int(), tag: try int())
        case "conversation": return .conversationChanged(account: try int(), conversation: try int())
        case "domain block": return .domainBlockChanged(account: try int(), domain: try text())
        case "interaction": return .interactionChanged(account: try int(), status: try int())
        case "thread mute": return .threadMuteChanged(account: try int(), conversation: try int())
        case "notified": return .notified(account: try int(), notification: try int())
        case "filtered": return .notificationFiltered(account: try int(), notification: try int())
        case "merged": return .notificationsMerged(account: try int())
        case "announcement": return .announcementPublished(try int())
        case "announcement deleted": return .announcementDeleted(try int())
        case "reaction":
            let (id, count) = (try int(), try int())
            return .announcementReaction(id, name: try text(), count: count)
        case "missed": return .eventsMissed
        case "token":
            guard let hash = Base64URL.decode(try text()) else { throw Unreadable() }
            return .tokenRevoked(hash: hash)
        case "user": return .userChanged(account: try int())
        default: throw Unreadable()
        }
    }

    private mutating func next() throws -> JSONValue {
        guard let value = rest.popFirst() else { throw Unreadable() }
        return value
    }

    private func int(_ value: JSONValue) throws -> Int64 {
        guard case .number(let digits) = value, let int = Int64(digits) else { throw Unreadable() }
        return int
    }

    private mutating func int() throws -> Int64 { try int(try next()) }

    private mutating func optionalInt() throws -> Int64? {
        let value = try next()
        return value == .null ? nil : try int(value)
    }

    /// Between 1970 and the year 9999, so that nobody who reckons with it goes over.
    private func time(_ milliseconds: Int64) throws -> Timestamp {
        guard 0..<253_402_300_800_000 ~= milliseconds else { throw Unreadable() }
        return Timestamp(milliseconds: milliseconds)
    }

    private mutating func time() throws -> Timestamp { try time(try int()) }

    private mutating func optionalTime() throws -> Timestamp? { try optionalInt().map { try time($0) } }

    private mutating func text() throws -> String {
        guard let text = try next().string else { throw Unreadable() }
        return text
    }

    private mutating func optionalText() throws -> String? {
        let value = try next()
        guard value != .null else { return nil }
        guard let text = value.string else { throw Unreadable() }
        return text
    }

    private mutating func flag() throws -> Bool {
        guard case .bool(let flag) = try next() else { throw Unreadable() }
        return flag
    }

    private mutating func list() throws -> [Int64] {
        guard let values = try next().array else { throw Unreadable() }
        return try values.map { try int($0) }
    }

    private mutating func entry() throws -> TimelineEntry {
        let (id, account, number) = (try int(), try int(), try int())
        guard let visibility = Visibility(rawValue: number) else { throw Unreadable() }
        return TimelineEntry(
            id: id,
            accountID: account,
            visibility: visibility,
            inReplyToAccountID: try optionalInt(),
            reblogOfID: try optionalInt(),
            reblogOfAccountID: try optionalInt(),
            language: try optionalText()
        )
    }

    private mutating func use() throws -> CountedUse {
        CountedUse(statusID: try int(), at: try time(), isReply: try flag(), language: try optionalText())
    }
}
