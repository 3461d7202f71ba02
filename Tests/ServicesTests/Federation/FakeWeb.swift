// Other servers as these tests imagine them: what they answer by address, and what they were asked.
import ActivityPub
import Basics
import Synchronization
import Testing

@testable import Outbound

final class FakeWeb: Sendable {
    struct Page: Sendable {
        var status = 200
        var type = "application/activity+json"
        var body = ""
        /// Where a redirect leads in the end.
        var address: String?
    }

    private struct State {
        var pages: [String: @Sendable (OutboundRequest, [(name: String, value: String)]) -> Page] = [:]
        var asked: [(request: OutboundRequest, signature: [(name: String, value: String)])] = []
    }
    private let state = Mutex(State())

    /// Addresses that were asked for, in order.
    var asked: [String] { state.withLock { $0.asked.map(\.request.url) } }

    var requests: [(request: OutboundRequest, signature: [(name: String, value: String)])] {
        state.withLock { $0.asked }
    }

    func put(_ url: String, _ body: String, type: String = "application/activity+json", at address: String? = nil) {
        put(url) { _, _ in Page(type: type, body: body, address: address) }
    }

    func put(_ url: String, status: Int) { put(url) { _, _ in Page(status: status) } }

    func put(
        _ url: String,
        _ page: @escaping @Sendable (OutboundRequest, [(name: String, value: String)]) -> Page
    ) {
        state.withLock { $0.pages[url] = page }
    }

    func send(_ request: OutboundRequest) throws -> OutboundResponse {
        let url = try #require(ObjectID(request.url))
        let signature =
            try request.signer?.headers(
                RequestToSign(
                    method: request.method.rawValue,
                    url: request.url,
                    host: url.origin.authority,
                    target: url.target,
                    headers: request.headers,
                    body: request.body
                )
            ) ?? []
        let page = state.withLock { state in
            state.asked.append((request, signature))
            return state.pages[request.url]
        }
        guard let page = page?(request, signature) else { return OutboundResponse(status: 404, url: request.url) }
        return OutboundResponse(
            status: page.status,
            headers: [("Content-Type", page.type)],
            body: Array(page.body.utf8),
            url: page.address ?? request.url
        )
    }
}

/// An actor of another server, with its keys, as its own server would write it.
struct FakeActor: Sendable {
    let id: String
    let name: String
    let rsa: SigningKey
    var keyID: String { "\(id)#main-key" }
    var host: String { "peer.example" }

    init(_ name: String, host: String = "peer.example") throws {
        self.name = name
        id = "https://\(host)/users/\(name)"
        rsa = try SigningKey.makeRSA()
    }

    /// Its document, with changes.
    func document(_ more: String = "", key: SigningKey? = nil, owner: String? = nil, username: String? = nil) -> String
    {
        let pem = ((key ?? rsa).publicKey?.pem ?? "").replacing("\n", with: "\\n")
        return """
            {"@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
            "id": "\(id)", "type": "Person", "preferredUsername": "\(username ?? name)", "name": "Dora <b>D</b>",
            "inbox": "\(id)/inbox", "endpoints": {"sharedInbox": "https://peer.example/inbox"}, \(more)
            "publicKey": {"id": "\(keyID)", "owner": "\(owner ?? id)", "publicKeyPem": "\(pem)"}}
            """
    }

    /// What WebFinger says of a handle.
    static func webFinger(_ subject: String, _ actor: String) -> String {
        """
        {"subject": "acct:\(subject)", "links": [{"rel": "self", "type": "application/activity+json", "href": "\(actor)"}]}
        """
    }
}
