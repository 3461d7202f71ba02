// Requests to other servers, signed in a form that the host takes.

internal import ActivityPub
internal import Basics
internal import Domain
internal import Outbound
internal import Synchronization

extension Services {
    /// Sends a request signed for an account. A host that answers 400 or 401 is asked once more in the other form, and what
    /// worked is remembered.
    func sendSigned(
        _ request: OutboundRequest,
        to host: String,
        as account: Int64,
        keyID: String
    ) async throws -> OutboundResponse {
        guard let federation else { throw FederationError.off }
        let keys = try await signingKeys(of: account)
        func send(_ form: SignatureForm) async throws -> OutboundResponse {
            var request = request
            request.signer = signer(keys, keyID: keyID, form)
            return try await federation.send(request)
        }
        let form = federation.forms.withLock { $0.value(for: host) } ?? .cavage
        let response = try await send(form)
        guard response.status == 400 || response.status == 401 else { return response }
        let other: SignatureForm = form == .cavage ? .rfc9421 : .cavage
        let second = try await send(other)
        guard second.isSuccess else { return response }
        federation.forms.withLock { $0.set(other, for: host) }
        return second
    }

    private func signer(_ keys: AccountKeys, keyID: String, _ form: SignatureForm) -> RequestSigner {
        let clock = clock
        return RequestSigner(keyID: "\(keyID) \(form)") { request in
            let head = RequestHead(
                method: request.method,
                authority: request.host,
                isSecure: request.url.hasPrefix("https:"),
                target: request.target,
                headers: request.headers
            )
            return try HTTPSignature.headers(
                for: head,
                body: request.method == "POST" ? request.body : nil,
                key: keys.rsa,
                keyID: keyID,
                as: form == .cavage ? .cavage : .rfc9421,
                now: clock.now()
            )
        }
    }
}
