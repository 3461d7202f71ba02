// Another server that exists in memory only: its actors, what it answers, and its signatures.

import ActivityPub
import Basics
import Foundation
import Outbound
import Synchronization

/// `two.example`, with as many people as a test names.
final class Peer: Sendable {
    static let host = "two.example"

    /// An RSA key takes its time: one for all people of all peers.
    static let key = Result { try SigningKey.makeRSA() }
    static let otherKey = Result { try SigningKey.makeRSA() }

    private let documents = Mutex<[String: (status: Int, body: String)]>([:])
    private let files = Mutex<[String: (status: Int, bytes: [UInt8])]>([:])
    private let requests = Mutex<[String]>([])
    private let received = Mutex<[OutboundRequest]>([])
    private let signedRequests = Mutex<[String]>([])

    /// What was asked of it.
    var asked: [String] { requests.withLock { $0 } }

    /// What was posted to it.
    var posted: [OutboundRequest] { received.withLock { $0 } }

    /// What was asked of it with a signature.
    var signed: [String] { signedRequests.withLock { $0 } }

    /// The id of an actor, who is there from now on.
    ///
    /// - Parameter more: members of its document, each after a comma.
    func person(_ name: String, key: SigningKey? = nil, _ more: String = "") throws -> String {
        let id = "https://\(Peer.host)/users/\(name)"
        let pem = try (key ?? Peer.key.get()).publicKey?.pem.replacing("\n", with: "\\n") ?? ""
        answer(
            id,
            """
            {"id":"\(id)","type":"Person","preferredUsername":"\(name)","name":"\(name)","inbox":"\(id)/inbox",\
            "endpoints":{"sharedInbox":"https://\(Peer.host)/inbox"},"followers":"\(id)/followers",\
            "publicKey":{"id":"\(id)#main-key","owner":"\(id)","publicKeyPem":"\(pem)"}\(more)}
            """
        )
        answer(
            "https://\(Peer.host)/.well-known/webfinger?resource=acct%3A\(name)%40\(Peer.host)",
            #"{"subject":"acct:\#(name)@\#(Peer.host)","links":[{"rel":"self","type":"application/activity+json","href":"\#(id)"}]}"#
        )
        return id
    }

    func answer(_ address: String, _ body: String, status: Int = 200) {
        documents.withLock { $0[address] = (status, body) }
    }

    func file(_ address: String, _ bytes: [UInt8], status: Int = 200) {
        files.withLock { $0[address] = (status, bytes) }
    }

    /// What stands for the network.
    func send(_ request: OutboundRequest) async throws -> OutboundResponse {
        requests.withLock { $0.append(request.url) }
        if request.method == .post {
            received.withLock { $0.append(request) }
            return OutboundResponse(status: 202, url: request.url)
        }
        if request.signer != nil { signedRequests.withLock { $0.append(request.url) } }
        if let file = files.withLock({ $0[request.url] }) {
            return OutboundResponse(
                status: file.status,
                headers: [("content-type", "image/png")],
                body: file.bytes,
                url: request.url
            )
        }
        guard let found = documents.withLock({ $0[request.url] }) else {
            return OutboundResponse(status: 404, url: request.url)
        }
        return OutboundResponse(
            status: found.status,
            headers: [("content-type", "application/activity+json")],
            body: Array(found.body.utf8),
            url: request.url
        )
    }
}
