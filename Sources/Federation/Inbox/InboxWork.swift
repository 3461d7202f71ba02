// What was written down at the door is done: believed, or fetched from where it comes from, and then handed to its handler.

internal import ActivityPub
internal import Basics
public import Domain
internal import Jobs
internal import Services

extension Federation {
    /// Works on one activity. Throws `InboxRefused` for what will never do; anything else means again later.
    ///
    /// May run twice for the same one: every handler leaves the same behind then.
    public func work(on row: InboxActivity) async throws {
        guard let document = try? Document(row.body).json, let signer = ObjectID(row.signer),
            let claimed = Activity(document, signer: signer)
        else { throw InboxRefused("it cannot be read") }
        guard let activity = try await believed(claimed, signer: signer) else {
            throw InboxRefused("nobody answers for it")
        }
        guard !services.servers.policy(of: activity.actor.origin.authority).isSuspended else {
            throw InboxRefused("its server is suspended")
        }
        guard !site.isOurs(activity.actor) else { throw InboxRefused("it speaks for somebody of this server") }
        guard try await !isSuspended(activity) else { throw InboxRefused("its account is suspended") }
        do {
            try await handle(activity, for: row.recipientID)
        } catch FederationError.unreachable(let reason) {
            throw FederationError.unreachable(reason)
        } catch let error as FederationError {
            throw InboxRefused(error.description)
        } catch let error as ServiceError {
            switch error {
            case .overloaded, .storage: throw error
            default: throw InboxRefused("what it is about is not here, or not for them: \(error)")
            }
        }
    }

    /// Somebody whom a moderator of this server has suspended can take back and go, and do nothing else here.
    private func isSuspended(_ activity: Activity) async throws -> Bool {
        guard activity.kind != .delete, activity.kind != .undo, activity.kind != .update,
            let account = try await services.knownAccount(uri: activity.actor.text)
        else { return false }
        return try await services.accounts.account(account)?.account.isSuspended == true
    }

    /// The activity as its actor's own word: signed by them, proven by a key of theirs, or fetched from their server.
    private func believed(_ activity: Activity, signer: ObjectID) async throws -> Activity? {
        switch Belief.of(activity.json, .signed(by: signer)) {
        case .believed: return activity
        case .refused: return nil
        case .fetch(let id):
            switch activity.kind {
            case .create, .announce, .delete:
                if try await isProven(activity) { return activity }
                if activity.kind == .delete { return try await confirmedDelete(activity) }
            case .update:
                return try await currentUpdate(activity)
            // What can be so, and not so, and so again: a proof says that it was, and not that it still is.
            default: break
            }
            return try await services.document(id).flatMap { Activity($0) }
        }
    }

    /// An Update that somebody else passes on says that there is something new; what it is says its own server.
    private func currentUpdate(_ activity: Activity) async throws -> Activity? {
        guard let object = activity.object?.id, object.origin == activity.actor.origin,
            let document = try await services.document(object)
        else { return nil }
        var current = activity
        current.objects = [.embedded(document, id: object)]
        return current
    }

    /// How long a proof is as good as what its actor's server would answer; older ones lead to the question.
    private static let proofLife = Duration.seconds(12 * 3600)

    /// Forwarded or relayed, with a proof inside that its actor's key made.
    private func isProven(_ activity: Activity) async throws -> Bool {
        let now = services.clock.now()
        // An old one proves what was: a profile that has changed since, a boost that was taken back.
        guard let proof = IntegrityProof(in: activity.json, now: now), let created = proof.created,
            created + Federation.proofLife >= now,
            let found = try? await services.findKey(proof.verificationMethod.text), proof.isValid(for: found.key)
        else { return false }
        return Belief.of(activity.json, .signed(by: found.owner)) == .believed
    }

    /// A Delete that somebody else passes on is true if the object is gone where it was.
    private func confirmedDelete(_ activity: Activity) async throws -> Activity? {
        guard let object = activity.object?.id, object.origin == activity.actor.origin else { return nil }
        do {
            _ = try await services.fetchDocument(object, isFresh: true)
            return nil
        } catch FederationError.gone {
            return activity
        } catch FederationError.refused(404) {
            // What is not for everybody answers strangers the same, and so does a server that is being mended.
            let known = try await services.status(uri: object.text)
            return known?.status.visibility.isOpen == true ? activity : nil
        } catch FederationError.unreachable(let reason) {
            throw FederationError.unreachable(reason)
        } catch is FederationError {
            return nil
        }
    }

    private func handle(_ activity: Activity, for recipient: Int64?) async throws {
        let sender = Sender(actor: activity.actor, recipient: recipient)
        switch activity.kind {
        case .follow: try await follow(activity, sender)
        case .accept: try await accept(activity, sender)
        case .reject: try await reject(activity, sender)
        case .undo: try await undo(activity, sender)
        case .create: try await create(activity, sender)
        case .update: try await update(activity, sender)
        case .delete: try await delete(activity, sender)
        case .announce: try await announce(activity, sender)
        case .like, .emojiReact: try await like(activity, sender)
        case .block: try await block(activity, sender)
        case .flag: try await flag(activity, sender)
        case .add, .remove: try await pin(activity, sender)
        case .move: try await move(activity, sender)
        case .quoteRequest: try await quoteRequest(activity, sender)
        case .replyRequest: try await replyRequest(activity, sender)
        // Other requests have no meaning here yet, and are answered like every type that has none.
        default: return
        }
    }
}

/// Who acts, and to whose inbox it came.
struct Sender: Sendable {
    var actor: ObjectID
    var recipient: Int64?
}
