// Who is `alice@chorus.example`? And where is WebFinger, for a domain whose pages are elsewhere.

internal import ActivityPub
internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

extension Federation {
    /// Answers for accounts of this server and for the server itself, asked by handle, actor id or page.
    func webFinger(_ request: DocumentRequest) async throws -> DocumentResponse {
        guard let resource = request.query("resource"), !resource.isEmpty else { throw DocumentFailure.malformed }
        let name = try name(of: resource)
        if name == InstanceActor.name(site) {
            return finger(name: name, actor: site.instanceActorURI, page: "\(site.url)/about")
        }
        guard let id = try await services.accounts.id(username: name, domain: ""),
            let account = try await services.accounts.account(id)?.account
        else { throw DocumentFailure.notFound }
        guard !account.isSuspended else { throw DocumentFailure.gone }
        return finger(name: account.username, actor: site.uri(of: account), page: site.profileURL(account.username))
    }

    /// The name of a local account. Throws `.malformed` for what names no account, `.notFound` for those of others.
    private func name(of resource: String) throws -> String {
        if resource.hasPrefix("http://") || resource.hasPrefix("https://") {
            guard let address = ObjectID(resource), site.isOurs(address) else {
                throw DocumentFailure.notFound
            }
            if address.text == site.instanceActorURI { return InstanceActor.name(site) }
            let path = address.target
            for start in ["/users/", "/@"] where path.hasPrefix(start) {
                let name = String(path.dropFirst(start.count))
                guard AccountAddress.isName(name) else { break }
                return name
            }
            throw DocumentFailure.notFound
        }
        guard let address = AccountAddress(resource) else { throw DocumentFailure.malformed }
        guard site.isOwn(address.domain) else { throw DocumentFailure.notFound }
        return address.name
    }

    private func finger(name: String, actor: String, page: String) -> DocumentResponse {
        guard let subject = AccountAddress(name: name, domain: site.domain), let actor = ObjectID(actor) else {
            return .failure(.notFound)
        }
        var finger = WebFinger(subject: subject, actor: actor)
        finger.page = ObjectID(page)
        finger.aliases = [finger.page, actor].compactMap { $0 }
        finger.subscribe = "\(site.url)/authorize_interaction?uri={uri}"
        return .open(finger.json(), type: WebFinger.contentType)
    }

    func hostMeta(_ request: DocumentRequest) -> DocumentResponse {
        let wantsJSON = request.headers[.accept]?.contains("json") == true
        return wantsJSON ? hostMetaJSON() : .open(HostMeta.xml(origin: site.url), type: HostMeta.contentType)
    }

    func hostMetaJSON() -> DocumentResponse {
        .open(HostMeta.json(origin: site.url), type: "application/json; charset=utf-8")
    }
}
