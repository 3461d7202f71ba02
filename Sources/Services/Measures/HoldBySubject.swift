// New posts of a tag or call of which moderators hold or refuse all.

internal import Basics
internal import Domain
internal import Storage

/// Why a post waits for a moderator: what was found in it, a measure about its tag or call, or both.
struct HoldGrounds: Sendable {
    let found: PrivateInformation?
    let measure: Measure?

    init(_ found: PrivateInformation?, _ measure: Measure?) { (self.found, self.measure) = (found, measure) }

    /// As stored, with spaces between.
    var names: String {
        [found?.names, measure.map { HoldGrounds.name(of: $0.subject) }].compactMap { $0 }.joined(separator: " ")
    }

    /// Among the names of what was found.
    static func name(of subject: Measure.Subject) -> String {
        switch subject {
        case .tag: "tag"
        case .call: "call"
        }
    }

    /// A call cannot wait: people who were asked later would answer something else.
    var refusalOfCall: ServiceError {
        if let found {
            return .invalid("A call must not have \(list: found.words) in it; help lines have fields of their own")
        }
        return .invalid("New posts with this tag wait for a moderator. A call with it cannot be made now")
    }

    /// "a phone number", "its tag": what stored names stand for.
    static func words(stored names: String) -> [Sentence] {
        let parts = names.split(separator: " ")
        return PrivateInformation.words(stored: names) + (parts.contains("tag") ? ["posts with its tag wait"] : [])
            + (parts.contains("call") ? ["answers to its call wait"] : [])
    }
}

extension Services {
    /// What has a new post of somebody here wait. Throws `.forbidden` where nobody can post with one of its tags. Moderators are asked
    /// nothing: they decide about what waits, and have to be able to say something where nobody else can.
    func holding(_ new: NewStatus, by user: User) async throws -> Measure? {
        let measures = try await measures.current()
        guard !measures.isEmpty, ModerationPolicy.rank(of: user.role) == nil else { return nil }
        return try holding(new, measures)
    }

    /// The same of a post of another server.
    func holding(_ new: NewStatus) async throws -> Measure? {
        let measures = try await measures.current()
        guard !measures.isEmpty, new.visibility != .direct else { return nil }
        return try holding(new, measures)
    }

    private func holding(_ new: NewStatus, _ measures: Measures) throws -> Measure? {
        let now = clock.now()
        if measures.measure(.block, onTags: new.tags, at: now) != nil { throw ServiceError.tagBlocked }
        let thread = new.parent.map { $0.threadPath.ids + [$0.id] } ?? []
        return measures.holding(tags: new.tags, thread: thread, at: now)
    }

    /// An edit must not bring a post under a tag of which new posts wait, or with which nobody can post.
    ///
    /// - Parameter editor: of this server.
    func requireFreeTags(_ tags: [TagName], earlier: [String], by editor: Int64?) async throws {
        let measures = try await measures.current()
        guard !measures.isEmpty else { return }
        if let editor, let role = try await user(editor)?.role, ModerationPolicy.rank(of: role) != nil { return }
        let (now, added) = (clock.now(), tags.filter { !earlier.contains($0.name) })
        if measures.measure(.block, onTags: added, at: now) != nil { throw ServiceError.tagBlocked }
        guard measures.holding(tags: added, thread: [], at: now) == nil else {
            throw ServiceError.forbidden("New posts with this tag wait for a moderator. Please write a post of its own")
        }
    }
}

extension ServiceError {
    static let tagBlocked = ServiceError.forbidden("Nobody can post with this tag here now")
    public static let repliesLocked = ServiceError.forbidden("The moderators have closed replies here for now")
}
