// Looks at an address that a stranger chose: http(s) alone, public addresses alone, few redirects, little time, few bytes.

internal import AsyncHTTPClient
public import Domain
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression

public struct PageFetcher: Sendable {
    /// For tests alone: look at this machine and its neighbours too.
    public var allowsPrivateAddresses: Bool
    public var userAgent: String
    public var redirects = 5
    /// How much a packed answer may be larger than what is read of it.
    private static let unpackedBeyond = 4 << 20
    /// For one look with all its redirects.
    public var timeout = Duration.seconds(10)

    public init(userAgent: String, allowsPrivateAddresses: Bool = false) {
        self.userAgent = userAgent
        self.allowsPrivateAddresses = allowsPrivateAddresses
    }

    /// The first `limit` bytes of what is there.
    ///
    /// - Parameter accept: the only media types that are read; all where `*/*` is among them.
    public func fetch(_ url: String, accept: [String], limit: Int) async throws -> FetchedPage {
        let deadline = ContinuousClock.now + timeout
        var address = url
        for _ in 0...redirects {
            switch try await look(address, accept, limit, until: deadline) {
            case .page(let page): return page
            case .redirect(let next): address = next
            }
        }
        throw FetchRefusal.unusable("more than \(redirects) redirects")
    }

    private enum Look {
        case page(FetchedPage)
        case redirect(String)
    }

    /// One request, on a connection to an address that was checked.
    private func look(
        _ url: String,
        _ accept: [String],
        _ limit: Int,
        until deadline: ContinuousClock.Instant
    ) async throws -> Look {
        guard let parsed = URL(string: url), let scheme = parsed.scheme?.lowercased(),
            scheme == "http" || scheme == "https", let host = parsed.host, !host.isEmpty, parsed.user == nil
        else { throw FetchRefusal.forbidden("no address of a web page") }
        let name = host.trimmingCharacters(in: ["[", "]"])
        let addresses = try await Resolver.addresses(of: name)
        guard !addresses.isEmpty else { throw FetchRefusal.unreachable("\(name) is not known") }
        // A name that has any address of another kind is not trusted with the rest.
        guard allowsPrivateAddresses || addresses.allSatisfy(\.address.isPublic) else {
            throw FetchRefusal.forbidden("\(name) is not a public address")
        }
        var configuration = HTTPClient.Configuration()
        configuration.dnsOverride = [name: addresses[0].text]
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        // Some pack what they send whether asked or not. What it may unpack to is bounded: the rest is not read anyway.
        configuration.decompression = .enabled(limit: .size(limit + PageFetcher.unpackedBeyond))
        configuration.timeout.connect = .seconds(5)
        configuration.timeout.read = .seconds(5)
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let look = try await get(parsed, accept, limit, client, until: deadline)
            try? await client.shutdown()
            return look
        } catch {
            try? await client.shutdown()
            if error is FetchRefusal || error is CancellationError { throw error }
            throw FetchRefusal.unreachable("\(error)")
        }
    }

    private func get(
        _ url: URL,
        _ accept: [String],
        _ limit: Int,
        _ client: HTTPClient,
        until deadline: ContinuousClock.Instant
    ) async throws -> Look {
        var request = HTTPClientRequest(url: url.absoluteString)
        request.headers.add(name: "User-Agent", value: userAgent)
        request.headers.add(name: "Accept", value: accept.joined(separator: ", "))
        request.headers.add(name: "Accept-Encoding", value: "identity")
        let left = ContinuousClock.now.duration(to: deadline)
        guard left > .zero else { throw FetchRefusal.unreachable("no answer in time") }
        let response = try await client.execute(
            request,
            timeout: .milliseconds(left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000)
        )
        if (301...308).contains(response.status.code), response.status != .notModified {
            guard let location = response.headers.first(name: "Location"),
                let next = CardAddress.resolve(location, on: url.absoluteString)
            else { throw FetchRefusal.unusable("a redirect to nowhere") }
            return .redirect(next)
        }
        guard (200..<300).contains(response.status.code) else {
            throw FetchRefusal.unusable("answered \(response.status.code)")
        }
        let type = response.headers.first(name: "Content-Type") ?? ""
        let bare = type.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
        guard accept.contains(bare) || accept.contains("*/*") else {
            throw FetchRefusal.unusable("is \(bare.isEmpty ? "of no type" : bare)")
        }
        let encoding = response.headers.first(name: "Content-Encoding")?.lowercased() ?? "identity"
        guard ["", "identity", "gzip", "deflate"].contains(encoding) else { throw FetchRefusal.unusable("is packed") }
        var body: [UInt8] = []
        // The client's own time limit ends with the head.
        for try await part in response.body {
            guard ContinuousClock.now < deadline else { throw FetchRefusal.unreachable("no end in time") }
            body.append(contentsOf: part.readableBytesView.prefix(limit - body.count))
            if body.count >= limit { break }
        }
        return .page(FetchedPage(url: url.absoluteString, contentType: type, body: body))
    }
}
