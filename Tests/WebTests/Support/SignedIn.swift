// Somebody who is signed in on the pages, and does things there as a browser does.
import Basics
import Domain
import HTTPTypes
import Services

@testable import Web

struct SignedIn: Sendable {
    let stand: PageStand
    let user: User
    let cookie: HTTPFields
    let proof: String

    /// A page for who is signed in.
    func get(_ path: String) async throws -> PageReply { try await stand.get(path, headers: cookie) }

    /// Sends a form, with the proof that its page has.
    func send(
        _ path: String,
        _ fields: [(String, String)],
        proof other: String? = nil,
        headers more: HTTPFields = [:]
    ) async throws -> PageReply {
        var headers = cookie
        for field in more { headers[field.name] = field.value }
        headers[.contentType] = "application/x-www-form-urlencoded"
        let all = [("csrf", other ?? proof)] + fields
        let body = all.map { "\(PercentEncoding.encode($0.0))=\(PercentEncoding.encode($0.1))" }.joined(separator: "&")
        return try await stand.get(path, method: .post, headers: headers, body: body)
    }
}

extension PageStand {
    /// A new account, signed in.
    func signedIn(_ name: String) async throws -> SignedIn { try await signedIn(try await account(name)) }

    func signedIn(_ user: User) async throws -> SignedIn {
        let (cookie, proof) = try await session(user)
        return SignedIn(stand: self, user: user, cookie: cookie, proof: proof)
    }

    /// Sends a form as nobody known.
    func sendAsStranger(_ path: String, _ fields: [(String, String)], headers: HTTPFields = [:]) async throws
        -> PageReply
    {
        var headers = headers
        headers[.contentType] = "application/x-www-form-urlencoded"
        let body = fields.map { "\(PercentEncoding.encode($0.0))=\(PercentEncoding.encode($0.1))" }.joined(
            separator: "&"
        )
        return try await get(path, method: .post, headers: headers, body: body)
    }
}

extension PageReply {
    /// The value of a hidden field.
    func field(_ name: String) -> String? {
        HTMLCheck(body).tags.first { $0.attributes["name"] == name && $0.attributes["type"] == "hidden" }?
            .attributes["value"]
    }

    /// Whether a button with that value stands on the page.
    func hasButton(_ value: String) -> Bool {
        HTMLCheck(body).tags.contains { $0.name == "button" && $0.attributes["value"] == value }
    }
}
