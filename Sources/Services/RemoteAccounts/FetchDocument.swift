// A document of another server, asked for in the name of this one, and believed only as far as it may be.

public import ActivityPub
public import Basics
internal import Domain
internal import Outbound
internal import Synchronization

/// A document that its own server gave.
public struct FetchedDocument: Sendable {
    public let json: JSONValue
    /// Where it came from, after redirects.
    public let address: ObjectID
}

extension Services {
    private static let documentTypes = """
        application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams"
        """
    /// How long a server's no counts.
    private static let absence = Duration.seconds(300)

    /// The document with that id, fetched from its origin.
    ///
    /// - Parameters:
    ///   - account: in whose name it is asked for: the server's own, or an account that may see what others may not.
    ///   - isFresh: ask also where the server said no a moment ago.
    public func fetchDocument(
        _ id: ObjectID,
        as account: Int64 = 0,
        isFresh: Bool = false
    ) async throws -> FetchedDocument {
        var (wanted, left) = (id.document, 2)
        while left > 0 {
            left -= 1
            let (document, address, type) = try await ask(wanted, as: account, isFresh: isFresh)
            switch Belief.of(document, .fetched(from: address, contentType: type)) {
            case .believed: return FetchedDocument(json: document, address: address)
            // It says that it is another one: that one is asked for, once.
            case .fetch(let other): wanted = other.document
            case .refused(let reason): throw FederationError.unusable("a document that cannot be believed: \(reason)")
            }
        }
        throw FederationError.unusable("a document that says it is another one, and that it is yet another")
    }

    private func ask(
        _ id: ObjectID,
        as account: Int64,
        isFresh: Bool
    ) async throws -> (JSONValue, ObjectID, String) {
        let response = try await askOther(id, accept: Services.documentTypes, as: account, isFresh: isFresh)
        guard let address = ObjectID(response.url) else { throw FederationError.unusable("an address that is none") }
        // A redirect may lead to a server with which this one has nothing to do.
        guard !servers.policy(of: address.origin.authority).isSuspended else { throw FederationError.suspended }
        do {
            let document = try Document(response.body)
            return (document.json, address, response.header("content-type") ?? "")
        } catch {
            throw FederationError.unusable("no document: \(error)")
        }
    }

    /// A successful answer of another server to a signed GET.
    func askOther(
        _ id: ObjectID,
        accept: String,
        as account: Int64 = 0,
        isFresh: Bool = false
    ) async throws -> OutboundResponse {
        guard let federation else { throw FederationError.off }
        let host = id.origin.authority
        guard !servers.policy(of: host).isSuspended else { throw FederationError.suspended }
        let key = "\(account) \(id.text)"
        if !isFresh, let known = federation.absent.withLock({ $0.value(for: key) }), known.end > clock.now() {
            throw known.error
        }
        do {
            var request = OutboundRequest(.get, id.text, headers: [("Accept", accept)])
            request.limit = DocumentLimits.document
            let keyID = try await keyID(of: account)
            let response = try await sendSigned(request, to: host, as: account, keyID: keyID)
            switch response.status {
            case 200..<300: return response
            case 410: throw FederationError.gone
            case 408, 429, 500...: throw FederationError.unreachable("\(host) answers \(response.status)")
            default: throw FederationError.refused(response.status)
            }
        } catch let error as OutboundError {
            switch error {
            case .unreachable(let reason), .busy(let reason): throw FederationError.unreachable(reason)
            case .forbidden(let reason), .unusable(let reason): throw FederationError.unusable(reason)
            }
        } catch let error as FederationError {
            if error == .gone || error.isRefusal {
                let end = clock.now() + Services.absence
                federation.absent.withLock { $0.set((error, end), for: key) }
            }
            throw error
        }
    }

    /// The id of the key that signs for an account; 0 is the server itself.
    func keyID(of account: Int64) async throws -> String {
        guard account > 0 else { return Site.keyID(of: site.instanceActorURI) }
        guard let known = try await accounts.account(account) else { throw ServiceError.notFound }
        return Site.keyID(of: site.uri(of: known.account))
    }
}

extension FederationError {
    fileprivate var isRefusal: Bool {
        if case .refused = self { true } else { false }
    }
}
