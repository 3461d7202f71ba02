// A moderator does something about a whole tag or call, and takes it back.

public import Basics
internal import Database
public import Domain
internal import Storage

/// What goes with a measure about a tag or call.
public struct MeasureOptions: Sendable {
    /// When it ends by itself; nil: when it is taken back.
    public var until: Timestamp?
    /// What readers are told.
    public var text: String
    /// Of the text, ISO 639.
    public var language: String?
    /// A word for moderators alone.
    public var note: String

    public init(until: Timestamp? = nil, text: String = "", language: String? = nil, note: String = "") {
        (self.until, self.text, self.language, self.note) = (until, text, language, note)
    }
}

extension Services {
    /// Does something about all of a tag or call from now on, in the place of the same that is in force.
    ///
    /// Throws `ServiceError.notFound` for a call that is not there, `.invalid` for an end that is past or far away, for a measure that is
    /// none of this subject, and for a notice without words or with too many.
    public func take(
        _ kind: Measure.Kind,
        on subject: Measure.Subject,
        _ options: MeasureOptions = MeasureOptions(),
        by moderator: Moderator
    ) async throws {
        var options = options
        options.text = kind == .notice ? options.text.trimmed : ""
        try options.check(kind, on: subject)
        let checked = options
        try await change { change in
            try change.rank(of: moderator)
            if let until = checked.until {
                guard until > change.now else { throw ServiceError.invalid("The end must be in the future") }
                guard until <= change.now + Measure.longest else {
                    throw ServiceError.invalid("The end must be within a year")
                }
            }
            let name = try change.name(of: subject, isLocked: true)
            let before = try MeasureQueries.measure(kind, on: subject, change.connection)
            if let before {
                try ModerationActionQueries.undo(before.actionID, by: moderator, at: change.now, change.connection)
            }
            let action = try change.log(kind.begins, by: moderator) { action in
                action.subject = name
                if case .call(let id) = subject { action.statusIDs = [id] }
                (action.text, action.note, action.until) = (checked.text, checked.note, checked.until)
            }
            let measure = Measure(
                subject: subject,
                kind: kind,
                text: checked.text,
                language: checked.language.flatMap(Language.normalise),
                actionID: action,
                startedAt: change.now,
                endsAt: checked.until
            )
            try MeasureQueries.set(measure, change.connection)
            change.record(.measuresChanged(subject))
        }
    }

    /// The same of a tag by its name, also of one that nobody has used yet.
    public func take(
        _ kind: Measure.Kind,
        onTag tag: TagName,
        _ options: MeasureOptions = MeasureOptions(),
        by moderator: Moderator
    ) async throws {
        let id = try await change { change in
            try change.rank(of: moderator)
            return try TagQueries.idMaking(tag, at: change.now, change.connection)
        }
        try await take(kind, on: .tag(id), options, by: moderator)
    }

    /// Takes a measure back. Throws `ServiceError.notFound` where it is not in force.
    public func end(
        _ kind: Measure.Kind,
        on subject: Measure.Subject,
        note: String = "",
        by moderator: Moderator
    ) async throws {
        try ModerationOptions(note: note).check()
        try await change { change in
            try change.rank(of: moderator)
            guard let measure = try MeasureQueries.measure(kind, on: subject, change.connection) else {
                throw ServiceError.notFound
            }
            try change.end(measure, note: note, by: moderator)
        }
    }

    /// Ends what was to last until now.
    func endMeasures() async throws {
        let now = clock.now()
        for due in try await database.read({ try MeasureQueries.all($0) }) where !due.isInForce(at: now) {
            try await change { change in
                // Another node may have done it, or a moderator chosen another end.
                guard
                    let measure = try MeasureQueries.measure(due.kind, on: due.subject, change.connection),
                    !measure.isInForce(at: now)
                else { return }
                try change.end(measure, note: "", by: .server)
            }
        }
    }
}

extension MeasureOptions {
    fileprivate func check(_ kind: Measure.Kind, on subject: Measure.Subject) throws {
        guard Measure.kinds(of: subject).contains(kind) else {
            throw ServiceError.invalid("Please choose what is to be done")
        }
        try ModerationOptions(note: note).check()
        guard kind == .notice else { return }
        guard !text.isEmpty else { throw ServiceError.invalid("Please write what readers are to know") }
        guard text.unicodeScalars.count <= Measure.textLimit else {
            throw ServiceError.invalid("Text must have \(most: Measure.textLimit) characters or fewer")
        }
    }
}

extension Measure {
    /// From now to its end.
    fileprivate static let longest = Duration.seconds(366 * 86_400)
}

extension Change {
    /// Takes a measure back: its act holds no more, and another one says by whom.
    fileprivate mutating func end(_ measure: Measure, note: String, by moderator: Moderator) throws {
        guard try MeasureQueries.delete(measure.kind, on: measure.subject, connection) else { return }
        try ModerationActionQueries.undo(measure.actionID, by: moderator, at: now, connection)
        // What it was about may be gone; that it ended is noted all the same.
        let name = (try? name(of: measure.subject)) ?? "\(measure.subject.id)"
        try log(measure.kind.ends, by: moderator) { action in
            (action.subject, action.note) = (name, note)
            if case .call(let id) = measure.subject { action.statusIDs = [id] }
        }
        record(.measuresChanged(measure.subject))
    }

    /// As it stands in the log: `#tag`, and for a call the tag that it has. Throws `ServiceError.notFound` for what is not there.
    ///
    /// - Parameter isLocked: of two who do something about it at once, the second waits for the first.
    func name(of subject: Measure.Subject, isLocked: Bool = false) throws -> String {
        let tag: Int64?
        switch subject {
        case .tag(let id): tag = id
        case .call(let id): tag = try CallQueries.references([id], connection).first?.tagID
        }
        if let tag, isLocked { try TagQueries.lock(tag, connection) }
        guard let tag, let name = try TagQueries.names([tag], connection)[tag] else { throw ServiceError.notFound }
        return "#\(name)"
    }
}
