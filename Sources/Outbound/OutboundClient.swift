// The one door to the outside: every request to an address that somebody else chose goes through here.

internal import Basics
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL

/// Sends requests over connections to addresses that were checked.
///
/// A name is looked up once for each connection, and the connection goes to the address that was looked at: what a name
/// server says a moment later changes nothing. Each redirect is looked at like the first address.
public final class OutboundClient: Sendable {
    public struct Settings: Sendable {
        /// Who asks: `Chorus/1.0 (+https://chorus.example)`.
        public var userAgent: String
        public var policy = AddressPolicy()
        /// A file of certificates (PEM) to believe beside the system's.
        public var authorities: String?

        public init(userAgent: String, policy: AddressPolicy = AddressPolicy(), authorities: String? = nil) {
            self.userAgent = userAgent
            self.policy = policy
            self.authorities = authorities
        }
    }

    private let settings: Settings
    private let names: NameCache
    private let pool: ConnectionPool
    private let turns = HostTurns(each: 8, waiting: 64)
    private let pauses = HostPauses()
    private let flights = Flights<RequestKey, OutboundResponse>()
    private let clock: Clock

    /// Throws `OutboundError.unusable` where the certificates to believe cannot be read.
    public convenience init(_ settings: Settings) throws {
        try self.init(settings) { try await Resolver.addresses(of: $0) }
    }

    init(
        _ settings: Settings,
        clock: Clock = .system,
        resolve: @escaping @Sendable (String) async throws -> [ResolvedAddress]
    ) throws {
        self.settings = settings
        self.clock = clock
        names = NameCache(resolve: resolve)
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        if let file = settings.authorities {
            guard let certificates = try? NIOSSLCertificate.fromPEMFile(file), !certificates.isEmpty else {
                throw OutboundError.unusable("there are no certificates (PEM) to be read in \(file)")
            }
            configuration.additionalTrustRoots = [.certificates(certificates)]
        }
        pool = ConnectionPool(tls: try NIOSSLContext(configuration: configuration))
    }

    /// What is answered, whatever its status. Throws `OutboundError`, `CancellationError`, and what the signer throws.
    public func send(_ request: OutboundRequest) async throws -> OutboundResponse {
        guard request.method == .get, request.isBudgeted else { return try await follow(request) }
        let key = RequestKey(request)
        if let known = pauses.failure(of: key) { throw known }
        return try await flights.run(key) { [self] in
            do {
                return try await follow(request)
            } catch let error as OutboundError {
                if case .busy = error { throw error }
                pauses.remember(error, of: key, for: .seconds(30))
                throw error
            }
        }
    }

    /// The request and, of a GET, its redirects.
    private func follow(_ request: OutboundRequest) async throws -> OutboundResponse {
        let deadline = ContinuousClock.now + request.timeout
        guard var url = OutboundURL(request.url) else { throw OutboundError.forbidden("not an address of http(s)") }
        var seen: Set<OutboundURL> = [url]
        let hops = request.method == .get ? request.redirects : 0
        for hop in 0...hops {
            let response = try await inTurn(request, url, until: deadline)
            guard request.method == .get, let location = Self.redirect(response) else { return response }
            guard hop < hops else { break }
            guard
                let next = URL(string: location, relativeTo: URL(string: url.text)).flatMap({
                    OutboundURL($0.absoluteString)
                })
            else { throw OutboundError.unusable("\(url.host) redirects to nowhere") }
            guard next.isSecure || !url.isSecure || request.signer == nil else {
                throw OutboundError.forbidden("\(url.host) redirects to an address without TLS")
            }
            guard seen.insert(next).inserted else { throw OutboundError.unusable("\(url.host) redirects in a circle") }
            url = next
        }
        throw OutboundError.unusable("\(url.host) redirects more than \(hops) times")
    }

    private static func redirect(_ response: OutboundResponse) -> String? {
        [301, 302, 303, 307, 308].contains(response.status) ? response.header("location") ?? "" : nil
    }

    private func inTurn(
        _ request: OutboundRequest,
        _ url: OutboundURL,
        until deadline: ContinuousClock.Instant
    ) async throws -> OutboundResponse {
        guard request.isBudgeted else { return try await exchange(request, url, until: deadline) }
        guard !pauses.isPaused(url.host) else {
            throw OutboundError.busy("\(url.host) asked to be left alone for a while")
        }
        do {
            let response = try await turns.run(for: url.host) { try await exchange(request, url, until: deadline) }
            if response.status == 429 || response.status == 503, let time = response.retryAfter(at: clock.now()) {
                pauses.pause(url.host, for: time)
            }
            return response
        } catch is HostTurns.Full {
            throw OutboundError.busy("too many requests to the domain of \(url.host) are under way")
        }
    }

    /// One request on one connection; on a new one where an old one turns out to have been closed.
    private func exchange(
        _ request: OutboundRequest,
        _ url: OutboundURL,
        until deadline: ContinuousClock.Instant
    ) async throws -> OutboundResponse {
        let origin = ConnectionPool.Origin(
            isSecure: url.isSecure,
            host: url.host,
            port: url.port,
            reach: request.reach
        )
        if let channel = pool.idle(origin) {
            do {
                return try await exchange(request, url, origin, on: channel, until: deadline)
            } catch HTTPExchange.Failure.closed(isEarly: true) {
                // The other side had closed it while nobody looked.
            }
        }
        let channel = try await connect(origin, until: deadline)
        do {
            return try await exchange(request, url, origin, on: channel, until: deadline)
        } catch is HTTPExchange.Failure {
            throw OutboundError.unreachable("\(url.host) ends the connection without an answer")
        }
    }

    private func connect(
        _ origin: ConnectionPool.Origin,
        until deadline: ContinuousClock.Instant
    ) async throws -> any Channel {
        let addresses = try await names.addresses(of: origin.host, until: deadline)
        guard !addresses.isEmpty else { throw OutboundError.unreachable("\(origin.host) is not known") }
        // A name that has any address of another kind is not trusted with the rest.
        guard origin.reach == .anywhere || addresses.allSatisfy(settings.policy.allows) else {
            throw OutboundError.forbidden("\(origin.host) is not a public address")
        }
        return try await pool.connect(origin, addresses, until: deadline)
    }

    private func exchange(
        _ request: OutboundRequest,
        _ url: OutboundURL,
        _ origin: ConnectionPool.Origin,
        on channel: any Channel,
        until deadline: ContinuousClock.Instant
    ) async throws -> OutboundResponse {
        let answer = channel.eventLoop.makePromise(of: HTTPExchange.Answer.self)
        let head: HTTPRequestHead
        do {
            head = try self.head(of: request, url)
        } catch {
            answer.fail(error)
            pool.keep(channel, origin)
            throw error
        }
        let end = channel.eventLoop.scheduleTask(in: TimeAmount(ContinuousClock.now.duration(to: deadline))) {
            answer.fail(OutboundError.unreachable("\(url.host) does not answer in time"))
            channel.close(promise: nil)
        }
        defer { end.cancel() }
        let written = channel.eventLoop.makePromise(of: Void.self)
        written.futureResult.whenFailure { _ in answer.fail(HTTPExchange.Failure.closed(isEarly: true)) }
        channel.writeAndFlush(
            HTTPExchange(
                head: head,
                body: request.body,
                limit: request.limit,
                cuts: request.overflow == .isCut,
                answer: answer
            ),
            promise: written
        )
        do {
            let answer = try await withTaskCancellationHandler {
                try await answer.futureResult.get()
            } onCancel: {
                answer.fail(CancellationError())
                channel.close(promise: nil)
            }
            if answer.isReusable { pool.keep(channel, origin) } else { channel.close(promise: nil) }
            return try response(answer, url)
        } catch HTTPExchange.Failure.tooLong {
            throw OutboundError.unusable("\(url.host) answers with more than \(request.limit) bytes")
        } catch let error as HTTPExchange.Failure {
            throw error
        } catch let error as OutboundError {
            throw error
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            channel.close(promise: nil)
            throw OutboundError.unreachable("\(url.host) does not answer: \(Self.reason(error))")
        }
    }

    private func response(_ answer: HTTPExchange.Answer, _ url: OutboundURL) throws -> OutboundResponse {
        let response = OutboundResponse(
            status: Int(answer.head.status.code),
            headers: answer.head.headers.map { ($0.name, $0.value) },
            body: answer.body,
            url: url.text
        )
        let encoding = response.header("content-encoding")?.lowercased() ?? ""
        guard ["", "identity", "gzip", "deflate"].contains(encoding) else {
            throw OutboundError.unusable("\(url.host) packs its answer in an unknown way")
        }
        return response
    }

    private func head(of request: OutboundRequest, _ url: OutboundURL) throws -> HTTPRequestHead {
        var headers = request.headers
        headers.append(("User-Agent", settings.userAgent))
        headers.append(("Accept-Encoding", "identity"))
        if let signer = request.signer {
            headers += try signer.headers(
                RequestToSign(
                    method: request.method.rawValue,
                    url: url.text,
                    host: url.authority,
                    target: url.target,
                    headers: headers,
                    body: request.body
                )
            )
        }
        if request.method == .post { headers.append(("Content-Length", String(request.body.count))) }
        var fields = HTTPHeaders([("Host", url.authority)])
        for (name, value) in headers where name.lowercased() != "host" { fields.add(name: name, value: value) }
        return HTTPRequestHead(
            version: .http1_1,
            method: request.method == .get ? .GET : .POST,
            uri: url.target,
            headers: fields
        )
    }

    /// The kind of a failure: its text may hold more of an address than its host.
    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as NIOSSLError:
            if case .handshakeFailed = error { return "TLS failed" }
            return "TLS was ended"
        case is NIOSSLExtraError: return "its certificate is for another name"
        case let error as IOError: return String(cString: strerror(error.errnoCode))
        default: return "\(type(of: error))"
        }
    }
}

/// Requests that get the same answer.
struct RequestKey: Hashable, Sendable {
    private let url: String
    private let accept: String
    private let reach: OutboundRequest.Reach
    private let keyID: String?
    private let limit: Int
    private let overflow: OutboundRequest.Overflow

    init(_ request: OutboundRequest) {
        url = request.url
        accept = request.headers.first { $0.name.lowercased() == "accept" }?.value ?? ""
        reach = request.reach
        keyID = request.signer?.keyID
        limit = request.limit
        overflow = request.overflow
    }
}
