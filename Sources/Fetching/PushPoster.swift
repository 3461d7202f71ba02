// Sends messages to push services: addresses that apps chose, so public ones alone, one try, little time.

internal import AsyncHTTPClient
public import Domain
internal import NIOCore
internal import NIOHTTP1

public struct PushPoster: Sendable {
    /// For tests alone: send to this machine and its neighbours too.
    public var allowsPrivateAddresses: Bool
    public var userAgent: String
    public var timeout = Duration.seconds(15)

    public init(userAgent: String, allowsPrivateAddresses: Bool = false) {
        self.userAgent = userAgent
        self.allowsPrivateAddresses = allowsPrivateAddresses
    }

    /// The status that the push service answers with. Redirects are not followed.
    public func send(_ message: PushMessage) async throws -> Int {
        let host = message.endpoint.host
        let name = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        let addresses = try await Resolver.addresses(of: name)
        guard let first = addresses.first else { throw PushPostFailure("\(name) is not known") }
        guard allowsPrivateAddresses || addresses.allSatisfy(\.address.isPublic) else {
            throw PushPostFailure("\(name) is not a public address")
        }
        var configuration = HTTPClient.Configuration()
        configuration.dnsOverride = [name: first.text]
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        configuration.timeout.connect = .seconds(5)
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let status = try await post(message, client)
            try? await client.shutdown()
            return status
        } catch {
            try? await client.shutdown()
            if error is CancellationError { throw error }
            // The kind of the failure alone: its text may hold the address, which is a secret of the app.
            throw PushPostFailure("\(name) does not answer: \(type(of: error))")
        }
    }

    private func post(_ message: PushMessage, _ client: HTTPClient) async throws -> Int {
        var request = HTTPClientRequest(url: message.endpoint.url)
        request.method = .POST
        for (name, value) in message.headers { request.headers.add(name: name, value: value) }
        request.headers.add(name: "User-Agent", value: userAgent)
        request.body = .bytes(message.body)
        let response = try await client.execute(request, timeout: .milliseconds(timeout.components.seconds * 1000))
        return Int(response.status.code)
    }
}

/// Why nothing was sent. No more of the address than its host is in the sentence.
struct PushPostFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
