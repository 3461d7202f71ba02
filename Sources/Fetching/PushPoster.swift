// Sends messages to push services: addresses that apps chose, so public ones alone, one try, little time.

internal import AsyncHTTPClient
public import Domain
internal import NIOCore
internal import NIOHTTP1

/// Posts with one client, whose connections stay for the next message for a while: a push service is asked for many.
public final class PushPoster: Sendable {
    private let allowsPrivateAddresses: Bool
    private let userAgent: String
    private let timeout: Duration
    private let resolve: @Sendable (String) async throws -> [ResolvedAddress]
    private let client: HTTPClient

    /// - Parameters:
    ///   - allowsPrivateAddresses: for tests alone: send to this machine and its neighbours too.
    ///   - timeout: for one message.
    public convenience init(
        userAgent: String,
        allowsPrivateAddresses: Bool = false,
        timeout: Duration = .seconds(15)
    ) {
        self.init(userAgent: userAgent, allowsPrivateAddresses: allowsPrivateAddresses, timeout: timeout) {
            try await Resolver.addresses(of: $0)
        }
    }

    init(
        userAgent: String,
        allowsPrivateAddresses: Bool = false,
        timeout: Duration = .seconds(15),
        resolve: @escaping @Sendable (String) async throws -> [ResolvedAddress]
    ) {
        self.allowsPrivateAddresses = allowsPrivateAddresses
        self.userAgent = userAgent
        self.timeout = timeout
        self.resolve = resolve
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        configuration.timeout.connect = .seconds(5)
        configuration.timeout.read = .seconds(10)
        configuration.connectionPool.idleTimeout = .seconds(30)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 4
        configuration.connectionPool.retryConnectionEstablishment = false
        if !allowsPrivateAddresses { configuration.http1_1ConnectionDebugInitializer = PushPoster.requirePublic }
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    deinit { client.shutdown { _ in } }

    /// The status that the push service answers with. Redirects are not followed.
    public func send(_ message: PushMessage) async throws -> Int {
        let host = message.endpoint.host
        let name = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        let addresses = try await resolve(name)
        guard !addresses.isEmpty else { throw PushPostFailure("\(name) is not known") }
        guard allowsPrivateAddresses || addresses.allSatisfy(\.address.isPublic) else {
            throw PushPostFailure("\(name) is not a public address")
        }
        do {
            return try await post(message)
        } catch is NotPublic {
            throw PushPostFailure("\(name) is not a public address")
        } catch {
            if error is CancellationError { throw error }
            // The kind of the failure alone: its text may hold the address, which is a secret of the app.
            throw PushPostFailure("\(name) does not answer: \(type(of: error))")
        }
    }

    private func post(_ message: PushMessage) async throws -> Int {
        var request = HTTPClientRequest(url: message.endpoint.url)
        request.method = .POST
        for (name, value) in message.headers { request.headers.add(name: name, value: value) }
        request.headers.add(name: "User-Agent", value: userAgent)
        request.body = .bytes(message.body)
        let deadline = ContinuousClock.now + timeout
        let response = try await client.execute(request, timeout: TimeAmount(timeout))
        // Read to its end, or else the connection could not be used again; whoever says more than that, or takes longer
        // (the client's own time limit ends with the head), loses it.
        var rest = 1 << 14
        for try await part in response.body {
            rest -= part.readableBytes
            if rest < 0 || ContinuousClock.now > deadline { break }
        }
        return Int(response.status.code)
    }

    private struct NotPublic: Error {}

    /// Looked at once more when a connection is made, before a request is sent on it: between the look at the name and
    /// now its address may have become another.
    private static func requirePublic(_ channel: any Channel) -> EventLoopFuture<Void> {
        if channel.remoteAddress?.ipAddress.flatMap({ NetworkAddress($0) })?.isPublic == true {
            return channel.eventLoop.makeSucceededVoidFuture()
        }
        return channel.close().flatMapThrowing { throw NotPublic() }
    }
}

/// Why nothing was sent. No more of the address than its host is in the sentence.
struct PushPostFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
