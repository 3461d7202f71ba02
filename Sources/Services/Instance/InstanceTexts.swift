// The words of this server: rules, description, privacy policy, terms; read at most every few seconds.

public import Basics
internal import Database
public import Domain
internal import Storage

/// All rules and texts in force or to come.
public struct InstanceTexts: Sendable, Equatable {
    public var rules: [Rule]
    public var description: InstanceText?
    public var privacy: InstanceText?
    /// By the day from which they hold, the oldest first.
    public var terms: [InstanceText]

    /// The terms that hold at a moment, and those that will come after them.
    public func terms(at now: Timestamp) -> (current: InstanceText?, next: InstanceText?) {
        (terms.last { $0.effectiveOn <= now }, terms.first { $0.effectiveOn > now })
    }
}

extension Services {
    /// At most five seconds old.
    public func instanceTexts() async throws -> InstanceTexts {
        let database = database
        return try await instanceTextCache.value(for: 0) {
            try await database.read { connection in
                let texts = try InstanceTextQueries.texts(connection)
                return InstanceTexts(
                    rules: try InstanceTextQueries.rules(connection),
                    description: texts.first { $0.kind == .description },
                    privacy: texts.first { $0.kind == .privacy },
                    terms: texts.filter { $0.kind == .terms }
                )
            }
        }
    }

    /// The domains of the other servers that this one knows, at most five minutes old.
    public func peers() async throws -> [String] {
        let database = database
        return try await peerCache.value(for: 0) { try await database.read { try InstanceTextQueries.peers($0) } }
    }

    /// Returns the rule's id. Throws `ServiceError.invalid` for an empty text.
    @discardableResult
    public func addRule(_ text: String, hint: String) async throws -> Int64 {
        guard !text.isEmpty else { throw ServiceError.invalid("Text can't be blank") }
        let id = try await change { try InstanceTextQueries.insertRule(text, hint: hint, $0.connection) }
        instanceTextCache.forget(0)
        return id
    }

    /// Throws `ServiceError.notFound`. Reports that name the rule keep it.
    public func removeRule(_ id: Int64) async throws {
        let wasThere = try await change { try InstanceTextQueries.removeRule(id, $0.connection) }
        guard wasThere else { throw ServiceError.notFound }
        instanceTextCache.forget(0)
    }

    /// Sets a text. Only terms have a day from which they hold.
    public func setInstanceText(_ kind: InstanceText.Kind, _ text: String, effectiveOn: Timestamp) async throws {
        guard !text.isEmpty else { throw ServiceError.invalid("Text can't be blank") }
        let day = kind == .terms ? effectiveOn.startOfDay : Timestamp(milliseconds: 0)
        try await change { change in
            let text = InstanceText(kind: kind, text: text, updatedAt: change.now, effectiveOn: day)
            try InstanceTextQueries.setText(text, change.connection)
        }
        instanceTextCache.forget(0)
    }

    /// Throws `ServiceError.notFound`.
    public func removeInstanceText(_ kind: InstanceText.Kind, effectiveOn: Timestamp) async throws {
        let day = kind == .terms ? effectiveOn.startOfDay : Timestamp(milliseconds: 0)
        let wasThere = try await change { try InstanceTextQueries.removeText(kind, effectiveOn: day, $0.connection) }
        guard wasThere else { throw ServiceError.notFound }
        instanceTextCache.forget(0)
    }
}
