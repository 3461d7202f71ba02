// Connections to other servers: each to an address that was checked, kept for a while for the next request.

internal import Basics
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// Opens connections and keeps those that have nothing to do.
final class ConnectionPool: Sendable {
    /// Connections with one of these may stand for each other.
    struct Origin: Hashable, Sendable {
        var isSecure: Bool
        var host: String
        var port: Int
        var reach: OutboundRequest.Reach
    }

    private struct State {
        var idle: [Origin: [any Channel]] = [:]
        var count = 0
    }

    private let state = Mutex(State())
    private let tls: NIOSSLContext
    private let idleTime: TimeAmount
    private static let mostIdle = 512
    private static let mostIdleEach = 4
    /// What one answer may unpack to at the most; each request has a limit of its own below it.
    private static let unpacked = 64 << 20

    init(tls: NIOSSLContext, idleTime: TimeAmount = .seconds(30)) {
        self.tls = tls
        self.idleTime = idleTime
    }

    /// One that waits for a request; nil where there is none.
    func idle(_ origin: Origin) -> (any Channel)? {
        state.withLock { state in
            while let channel = state.idle[origin]?.popLast() {
                state.count -= 1
                if state.idle[origin]?.isEmpty == true { state.idle[origin] = nil }
                if channel.isActive { return channel }
            }
            return nil
        }
    }

    /// Keeps a connection for the next request.
    func keep(_ channel: any Channel, _ origin: Origin) {
        let isKept = state.withLock { state in
            guard channel.isActive, state.count < Self.mostIdle,
                state.idle[origin, default: []].count < Self.mostIdleEach
            else { return false }
            state.idle[origin, default: []].append(channel)
            state.count += 1
            return true
        }
        guard isKept else { return channel.close(promise: nil) }
        // The pool outlives what it keeps, or closes it.
        channel.eventLoop.scheduleTask(in: idleTime) { [weak self] in
            guard let self else { return channel.close(promise: nil) }
            if remove(channel, origin) { channel.close(promise: nil) }
        }
    }

    /// Whether it was waiting.
    @discardableResult
    private func remove(_ channel: any Channel, _ origin: Origin) -> Bool {
        state.withLock { state in
            guard let place = state.idle[origin]?.firstIndex(where: { $0 === channel }) else { return false }
            state.idle[origin]?.remove(at: place)
            state.count -= 1
            if state.idle[origin]?.isEmpty == true { state.idle[origin] = nil }
            return true
        }
    }

    /// A new connection to one of `addresses`, tried in turn.
    func connect(
        _ origin: Origin,
        _ addresses: [ResolvedAddress],
        until deadline: ContinuousClock.Instant
    ) async throws -> any Channel {
        var last = OutboundError.unreachable("\(origin.host) is not known")
        let addresses = addresses.prefix(3)
        for (place, address) in addresses.enumerated() {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { throw OutboundError.unreachable("\(origin.host) does not answer in time") }
            let patience: Duration = place + 1 < addresses.count ? .seconds(2) : .seconds(5)
            do {
                return try await connect(origin, to: address, within: min(left, patience))
            } catch let error as OutboundError {
                last = error
            }
        }
        throw last
    }

    private func connect(
        _ origin: Origin,
        to address: ResolvedAddress,
        within time: Duration
    ) async throws -> any Channel {
        let tls = tls
        do {
            let target = try SocketAddress(ipAddress: address.text, port: origin.port)
            let channel = try await ClientBootstrap(group: NIOSingletons.posixEventLoopGroup)
                .connectTimeout(TimeAmount(time))
                .channelOption(.socketOption(.tcp_nodelay), value: 1)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        if origin.isSecure {
                            let isName = NetworkAddress(origin.host) == nil
                            try pipeline.addHandler(
                                NIOSSLClientHandler(context: tls, serverHostname: isName ? origin.host : nil)
                            )
                        }
                        try pipeline.addHTTPClientHandlers()
                        try pipeline.addHandler(NIOHTTPResponseDecompressor(limit: .size(Self.unpacked)))
                        try pipeline.addHandler(HTTPExchangeHandler())
                    }
                }
                .connect(to: target)
                .get()
            channel.closeFuture.whenComplete { [weak self] _ in self?.remove(channel, origin) }
            return channel
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw OutboundError.unreachable("\(origin.host) cannot be connected to")
        }
    }

    /// Closes what waits.
    func close() {
        let channels = state.withLock { state in
            defer { state = State() }
            return state.idle.values.flatMap { $0 }
        }
        for channel in channels { channel.close(promise: nil) }
    }

    deinit { close() }
}
