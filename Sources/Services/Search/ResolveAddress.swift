// What an address or a handle of another server names: known here, or asked for there.

internal import ActivityPub
internal import Domain

/// One thing that somebody looked for by its address.
public enum ResolvedAddress: Sendable, Equatable {
    case account(Int64)
    case status(Int64)
}

extension Services {
    /// The account or status with an address or handle; nil where there is none, it is not for everybody, or its server
    /// does not say.
    ///
    /// - Parameter isFetching: ask other servers for what is not known here.
    public func resolve(_ text: String, isFetching: Bool) async throws -> ResolvedAddress? {
        do {
            if let id = ObjectID(text) { return try await resolve(id, isFetching: isFetching) }
            guard isFetching, let handle = AccountAddress(text), !site.isOwn(handle.domain) else { return nil }
            return .account(try await remoteAccount(handle: handle))
        } catch is FederationError {
            return nil
        } catch ServiceError.notFound, ServiceError.forbidden, ServiceError.invalid {
            return nil
        }
    }

    private func resolve(_ id: ObjectID, isFetching: Bool) async throws -> ResolvedAddress? {
        if let status = try await status(uri: id.text) { return .status(status.status.id) }
        if let account = try await knownAccount(uri: id.text) { return .account(account) }
        guard isFetching, let document = try await document(id) else { return nil }
        if let actor = ActorObject(document) { return .account(try await remoteAccount(uri: actor.id.text)) }
        guard let note = Note(document) else { return nil }
        // Its id may be another than the address that was asked for.
        return try await importStatus(at: note.id).map { .status($0.status.id) }
    }
}
