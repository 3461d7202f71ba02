// What is done about an account of another server in the background: its handle confirmed, its actor looked at again.

internal import ActivityPub
internal import Basics
internal import Database
public import Domain
internal import Jobs
internal import Storage

/// Work on one account of another server.
public enum RemoteAccountJob {
    public static let kind = "remote-account"

    enum Task: String {
        /// Ask WebFinger for its handle.
        case name
        /// Its inbox is gone: is it gone, too?
        case look
        /// What has it pinned?
        case pins
    }

    static func draft(_ account: Int64, on host: String, _ task: Task) -> JobDraft {
        JobDraft(
            kind: kind,
            payload: "\(task.rawValue) \(account)",
            key: "\(task.rawValue) \(account)",
            host: HostGroup.name(of: String(host.prefix { $0 != ":" }))
        )
    }
}

extension Services {
    /// The handler of `RemoteAccountJob`.
    public func performRemoteAccountJob(_ job: Job) async throws {
        let parts = job.payload.split(separator: " ")
        guard parts.count == 2, let task = RemoteAccountJob.Task(rawValue: String(parts[0])), let id = Int64(parts[1])
        else { throw JobRefused("not a job about an account") }
        guard let uri = try await accounts.account(id)?.account.uri, let actorID = ObjectID(uri) else { return }
        do {
            if task == .pins { return try await takePins(of: id, actorID) }
            let document = try await fetchDocument(actorID, isFresh: true)
            guard let actor = ActorObject(document.json), actor.id == actorID else { return }
            switch task {
            case .name:
                try await updateRemoteAccount(actor, handle: try await confirmHandle(of: actor))
                try await takePins(of: id, actorID)
            case .look, .pins: try await updateRemoteAccount(actor)
            }
        } catch FederationError.gone {
            try await deleteAccount(remote: id)
        } catch let error as FederationError {
            switch error {
            case .unreachable: throw error
            case .off, .suspended, .gone, .refused, .unusable: throw JobRefused(error.description)
            }
        }
    }

    /// Pins here what an account of another server has pinned there, as far as everybody may see it. Not every server tells
    /// when that changes (GoToSocial), and none told what was pinned before.
    private func takePins(of account: Int64, _ actor: ObjectID) async throws {
        let featured = try await remoteAccount(account)?.featured
        guard let featured = featured.flatMap({ ObjectID($0) }), featured.origin == actor.origin,
            let document = try await document(featured), let collection = CollectionObject(document)
        else { return }
        var pinned: [Int64] = []
        for id in collection.items.prefix(limits.pinnedStatuses).compactMap(\.id) where id.origin == actor.origin {
            do {
                guard let status = try await importPinned(at: id, by: actor)?.status, status.accountID == account,
                    status.reblogOfID == nil, status.visibility.isOpen
                else { continue }
                pinned.append(status.id)
            } catch is ServiceError {
                continue
            }
        }
        let known = try await pinnedStatuses(of: account, for: .anonymous).items
        for id in known where !pinned.contains(id) { try await unpinStatus(id, by: account) }
        for id in pinned.reversed() where !known.contains(id) { try await pinStatus(id, by: account) }
    }
}
