// The sockets at which connections are taken, and the end of them.

internal import Connections
internal import Foundation
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOExtras
internal import NIOPosix
internal import ServiceLifecycle

/// Takes connections at one or more addresses until the server stops; then those that are open may answer what they have begun.
struct Listener: Service {
    let addresses: [ListenAddress]
    let connections: WatchedChannel
    let logger: Logger
    /// What chooses other addresses.
    var setting = "bind"
    /// Called once, when connections are taken at all addresses; with where they are.
    let onServing: @Sendable ([String]) async -> Void

    /// Throws `SettingsError` for an address at which nobody can listen.
    func run() async throws {
        var sockets: [ListeningSocket] = []
        do {
            for address in addresses { sockets.append(try await ListeningSocket(at: address, self)) }
        } catch {
            for socket in sockets { await socket.close() }
            throw error
        }
        let opened = sockets
        await withGracefulShutdownHandler {
            await onServing(opened.map(\.place))
            await withDiscardingTaskGroup { group in
                for socket in opened {
                    group.addTask { await socket.serve(self) }
                }
            }
        } onGracefulShutdown: {
            for socket in opened { socket.stop() }
        }
    }
}

/// One open socket.
private struct ListeningSocket: Sendable {
    private static let backlog: CInt = 1024
    /// As the log says it.
    let place: String
    private let channel: NIOAsyncChannel<WatchedChannel.Value, Never>
    private let quiescing: ServerQuiescingHelper
    private var file: UnixSocket?

    init(at address: ListenAddress, _ listener: Listener) async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let quiescing = ServerQuiescingHelper(group: group)
        self.quiescing = quiescing
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(ChannelOptions.backlog, value: ListeningSocket.backlog)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(quiescing.makeServerChannelHandler(channel: channel))
                }
            }
        let (connections, logger) = (listener.connections, listener.logger)
        do {
            switch address {
            case .tcp(let host, let port):
                channel = try await bootstrap.bind(host: host, port: port) {
                    connections.setup(channel: $0, logger: logger)
                }
                let port = channel.channel.localAddress?.port ?? port
                place = "\(ListenAddress.tcp(host: host, port: port))"
            case .unix(let path, let mode):
                let file = try UnixSocket(path: path, mode: mode)
                channel = try await bootstrap.bind(file.handle) { connections.setup(channel: $0, logger: logger) }
                // NIO listens once more, with fewer places for those that wait.
                listen(file.handle, ListeningSocket.backlog)
                (self.file, place) = (file, "\(address)")
            case .passed(let socket):
                channel = try await bootstrap.bind(socket.handle) { connections.setup(channel: $0, logger: logger) }
                listen(socket.handle, ListeningSocket.backlog)
                place = channel.channel.localAddress.map { ListeningSocket.place($0) } ?? "\(address)"
            }
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw SettingsError("\(address) is already in use: choose another with --\(listener.setting).")
        } catch let error as SettingsError {
            throw error
        } catch {
            throw SettingsError("Cannot listen on \(address): \(error).")
        }
        try? await ConnectionWatch.guardListener(channel.channel, connections.table)
    }

    private static func place(_ address: SocketAddress) -> String {
        if let path = address.pathname { return "unix:\(path)" }
        return "\(ListenAddress.tcp(host: address.ipAddress ?? "", port: address.port ?? 0))"
    }

    /// Ends when the socket is closed and the last of its connections is gone.
    func serve(_ listener: Listener) async {
        await withDiscardingTaskGroup { group in
            do {
                try await channel.executeThenClose { accepted in
                    for try await connection in accepted {
                        group.addTask { await listener.connections.handle(value: connection, logger: listener.logger) }
                    }
                }
            } catch {
                listener.logger.error("No more connections are taken on \(place): \(error)")
            }
        }
    }

    /// No more connections are taken; those that are open learn that it is time to end.
    func stop() {
        // First of all: whoever comes next may put theirs in its place.
        file?.remove()
        quiescing.initiateShutdown(promise: nil)
    }

    func close() async {
        file?.remove()
        try? await channel.executeThenClose { _ in }
    }
}
