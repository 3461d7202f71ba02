// All measures about tags and calls that are in force, as posting and reading ask for them.

public import Basics

public struct Measures: Sendable {
    private let found: [Measure.Subject: [Measure.Kind: Measure]]
    /// Of the tags that measures are about, and of those of the calls: by folded name.
    private let tags: [String: Int64]
    /// Calls that measures are about, by tag.
    private let calls: [Int64: [Int64]]

    /// - Parameters:
    ///   - tagNames: folded, by id, of all tags that measures are about, and of the tags of calls.
    ///   - callTags: the tag of each call that a measure is about.
    public init(_ measures: [Measure], tagNames: [Int64: String], callTags: [Int64: Int64]) {
        found = measures.reduce(into: [:]) { $0[$1.subject, default: [:]][$1.kind] = $1 }
        tags = Dictionary(tagNames.map { ($1, $0) }) { first, _ in first }
        calls = callTags.reduce(into: [:]) { $0[$1.value, default: []].append($1.key) }
    }

    public var isEmpty: Bool { found.isEmpty }

    public func measure(_ kind: Measure.Kind, on subject: Measure.Subject, at now: Timestamp) -> Measure? {
        found[subject]?[kind].flatMap { $0.isInForce(at: now) ? $0 : nil }
    }

    /// In the order of the kinds.
    public func measures(on subject: Measure.Subject, at now: Timestamp) -> [Measure] {
        Measure.Kind.allCases.compactMap { measure($0, on: subject, at: now) }
    }

    public func measures(onTag tag: TagName, at now: Timestamp) -> [Measure] {
        tags[tag.name].map { measures(on: .tag($0), at: now) } ?? []
    }

    public func subjects(of kind: Measure.Kind, at now: Timestamp) -> Set<Measure.Subject> {
        Set(found.keys.filter { measure(kind, on: $0, at: now) != nil })
    }

    /// What is in force on one of some tags.
    public func measure(_ kind: Measure.Kind, onTags names: [TagName], at now: Timestamp) -> Measure? {
        for name in names {
            if let id = tags[name.name], let found = measure(kind, on: .tag(id), at: now) { return found }
        }
        return nil
    }

    /// What has a new post wait: a tag that it has, or a call that it answers, in its thread or by its tag.
    ///
    /// - Parameter thread: the ids of what stands above it.
    public func holding(tags names: [TagName], thread: [Int64], at now: Timestamp) -> Measure? {
        if let found = measure(.hold, onTags: names, at: now) { return found }
        let byTag = names.flatMap { tags[$0.name].flatMap { calls[$0] } ?? [] }
        for call in thread + byTag {
            if let found = measure(.hold, on: .call(call), at: now) { return found }
        }
        return nil
    }
}
