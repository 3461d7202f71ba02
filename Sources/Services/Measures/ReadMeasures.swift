// What is in force on a tag or call, for those who read, and for moderators.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// All that is in force on a tag or call, in the order of the kinds.
    public func measures(on subject: Measure.Subject) async throws -> [Measure] {
        try await measures.current().measures(on: subject, at: clock.now())
    }

    /// The same of a tag by its name.
    public func measures(onTag tag: TagName) async throws -> [Measure] {
        try await measures.current().measures(onTag: tag, at: clock.now())
    }

    /// What moderators tell the readers of a tag or call; nil where they tell nothing.
    public func notice(on subject: Measure.Subject) async throws -> Measure? {
        try await measures.current().measure(.notice, on: subject, at: clock.now())
    }

    /// Whether a tag or call is in no list.
    public func isUnlisted(_ subject: Measure.Subject) async throws -> Bool {
        try await measures.current().measure(.unlist, on: subject, at: clock.now()) != nil
    }

    /// Whether moderators let nobody reply to a status.
    public func hasLockedReplies(_ status: Status) async throws -> Bool {
        let (measures, now) = (try await measures.current(), clock.now())
        guard !measures.isEmpty else { return false }
        return (status.threadPath.ids + [status.id]).contains {
            measures.measure(.lockReplies, on: .call($0), at: now) != nil
        }
    }

    /// The tags, and the calls, that are in no list.
    func unlisted() async throws -> Set<Measure.Subject> {
        let measures = try await measures.current()
        return measures.isEmpty ? [] : measures.subjects(of: .unlist, at: clock.now())
    }
}

/// A tag or call on the desk of moderators.
public struct ModeratedSubject: Sendable {
    public var subject: Measure.Subject
    /// Of the tag, or of the call's tag, as people write it.
    public var tag: TagReference
    /// Nil for a tag.
    public var call: Call?
    public var figures: SubjectFigures
    /// What is in force, with by whom.
    public var measures: [(measure: Measure, by: Moderator?)]
}

extension Services {
    /// Posts that the figures of a day look at.
    private static let mostFigurePosts = 50_000

    /// Throws `ServiceError.notFound` for a tag that nobody has used, and a call that is not there.
    public func moderatedSubject(_ subject: Measure.Subject) async throws -> ModeratedSubject {
        let now = clock.now()
        let after = ids.id(at: now - .seconds(86_400))
        return try await database.read { connection in
            let call: Call?
            let tag: TagReference?
            switch subject {
            case .tag(let id):
                tag = try MagnitudeQueries.names(of: [id], connection)[id].map {
                    TagReference(id: id, name: $0.name, display: $0.display)
                }
                call = nil
            case .call(let id):
                call = try CallQueries.calls([id], connection)[id]
                tag = call?.tag
            }
            guard let tag else { throw ServiceError.notFound }
            let figures = try SubjectFigureQueries.figures(
                of: subject,
                after: after,
                bornAfter: now - .seconds(7 * 86_400),
                most: Self.mostFigurePosts,
                connection
            )
            let measures = try MeasureQueries.all(connection).filter { $0.subject == subject && $0.isInForce(at: now) }
            let actions = try ModerationActionQueries.actions(measures.map(\.actionID), connection)
            return ModeratedSubject(
                subject: subject,
                tag: tag,
                call: call,
                figures: figures,
                measures: measures.map { ($0, actions[$0.actionID]?.moderator) }
            )
        }
    }

    /// Tags and calls on which something is in force, with what it is; the newest measures first.
    public func measuredSubjects() async throws -> [(
        subject: Measure.Subject, tag: TagReference, kinds: [Measure.Kind]
    )] {
        let now = clock.now()
        return try await database.read { connection in
            let measures = try MeasureQueries.all(connection).filter { $0.isInForce(at: now) }
                .sorted { $0.actionID > $1.actionID }
            var (order, kinds): ([Measure.Subject], [Measure.Subject: [Measure.Kind]]) = ([], [:])
            for measure in measures {
                if kinds[measure.subject] == nil { order.append(measure.subject) }
                kinds[measure.subject, default: []].append(measure.kind)
            }
            let calls = order.compactMap { if case .call(let id) = $0 { id } else { nil } }
            let tagOfCall = Dictionary(
                try CallQueries.references(calls, connection).map { ($0.id, $0.tagID) },
                uniquingKeysWith: { first, _ in first }
            )
            let tagOf = { (subject: Measure.Subject) -> Int64? in
                switch subject {
                case .tag(let id): id
                case .call(let id): tagOfCall[id]
                }
            }
            let names = try MagnitudeQueries.names(of: Array(Set(order.compactMap(tagOf))), connection)
            return order.compactMap { subject in
                guard let id = tagOf(subject), let name = names[id] else { return nil }
                return (subject, TagReference(id: id, name: name.name, display: name.display), kinds[subject] ?? [])
            }
        }
    }

    /// What moderators have done about a tag or call, the newest first: those forty acts at most that are among the last hundred about
    /// the tag and its calls.
    public func moderationLog(of subject: Measure.Subject) async throws -> [ModerationAction] {
        try await database.read { connection in
            let tag: Int64?
            switch subject {
            case .tag(let id): tag = id
            case .call(let id): tag = try CallQueries.references([id], connection).first?.tagID
            }
            guard let tag, let name = try TagQueries.names([tag], connection)[tag] else { return [] }
            let acts = try ModerationActionQueries.about("#\(name)", limit: 100, connection).filter { act in
                switch subject {
                case .tag: act.statusIDs.isEmpty
                case .call(let id): act.statusIDs.first == id
                }
            }
            return Array(acts.prefix(40))
        }
    }

    /// The newest open calls of a tag, also those that are in no list.
    public func callsForModerators(ofTag tag: Int64) async throws -> [Call] {
        let now = clock.now()
        return try await database.read { connection in
            let ids = try CallQueries.newest(ofTag: tag, at: now, limit: 5, connection)
            let calls = try CallQueries.calls(ids, connection)
            return ids.compactMap { calls[$0] }
        }
    }

    /// Tags whose names begin like one, for moderators: also those that are in no list.
    public func tagsForModerators(beginningLike tag: TagName, limit: Int) async throws -> [(id: Int64, name: String)] {
        try await database.read { try TagQueries.beginning(like: tag, limit: limit, offset: 0, $0) }
    }
}

/// What moderators let a tag be.
public struct TagStates: Sendable {
    /// People can post with it.
    public var isUsable = true
    public var isListable = true
    /// Unless a gate holds it.
    public var isTrendable = true

    public init() {}
}

extension Services {
    public func tagStates(of tags: [Int64]) async throws -> [Int64: TagStates] {
        let (measures, now) = (try await measures.current(), clock.now())
        let rulings = try await database.read { try TrendQueries.rulings($0) }
        return Dictionary(
            tags.map { tag in
                var states = TagStates()
                states.isUsable = measures.measure(.block, on: .tag(tag), at: now) == nil
                states.isListable = measures.measure(.unlist, on: .tag(tag), at: now) == nil
                states.isTrendable = states.isListable && rulings[tag]?.lists != false
                return (tag, states)
            },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// One page of all tags, the newest first.
    public func tagsForModerators(_ bounds: PageBounds) async throws -> Page<(id: Int64, name: String)> {
        let tags = try await database.read { try TagQueries.list(bounds, $0) }
        return Page(rows: tags.map { ($0.id, $0) }, bounds: bounds)
    }
}
