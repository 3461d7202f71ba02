// WebFinger, both ways: who is behind a handle, and which handle an actor may carry.

public import ActivityPub
internal import Basics
internal import Outbound

extension Services {
    /// What the server of a handle says about it. Where WebFinger is not at the usual place, the host's metadata may name
    /// another (RFC 6415).
    public func lookUp(_ handle: AccountAddress) async throws -> WebFinger {
        guard federation != nil else { throw FederationError.off }
        guard let usual = ObjectID(handle.webFinger(isSecure: site.isSecure)) else {
            throw FederationError.unusable("no address for WebFinger")
        }
        do {
            return try await webFinger(at: usual)
        } catch FederationError.refused {
            guard let other = try await otherPlace(for: handle), other != usual else {
                throw FederationError.refused(404)
            }
            return try await webFinger(at: other)
        }
    }

    /// The handle that an actor may carry: its server's WebFinger leads from the handle to the actor, and from the subject it
    /// names, should that be another.
    public func confirmHandle(of actor: ActorObject) async throws -> AccountAddress {
        let claimed =
            actor.handle ?? AccountAddress(name: actor.username, domain: actor.id.origin.authority)
        guard let claimed else { throw FederationError.unusable("an actor without a name") }
        let first = try await lookUp(claimed)
        guard first.actor == actor.id else { throw FederationError.unusable("a handle that is somebody else's") }
        guard first.subject != claimed else { return claimed }
        let second = try await lookUp(first.subject)
        guard second.actor == actor.id, second.subject == first.subject else {
            throw FederationError.unusable("a handle that leads to another, and that to yet another")
        }
        return first.subject
    }

    private func webFinger(at address: ObjectID) async throws -> WebFinger {
        let response = try await askOther(address, accept: "application/jrd+json, application/json")
        guard let json = try? Document(response.body).json, let found = WebFinger(json) else {
            throw FederationError.unusable("\(address.host) answers WebFinger with something else")
        }
        return found
    }

    private func otherPlace(for handle: AccountAddress) async throws -> ObjectID? {
        let scheme = site.isSecure ? "https" : "http"
        guard let address = ObjectID("\(scheme)://\(handle.domain)/.well-known/host-meta") else { return nil }
        let response = try await askOther(address, accept: "application/xrd+xml, application/xml, text/xml")
        return HostMeta.webFinger(in: response.body, resource: handle.resource)
    }
}
