// /metrics on a port of its own, so that what a proxy shows to the world never has it.

internal import Basics
internal import Connections
internal import Foundation
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import ServiceLifecycle

/// Serves the figures of this process to whoever reaches the address.
struct MetricsListener: Service {
    let address: MetricsAddress
    let logger: Logger
    /// The connections of the server, which make room where files run out.
    let table: ConnectionTable
    let render: @Sendable () -> String

    func run() async throws {
        let router = Router()
        router.get("/metrics") { [render] _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: render()))
            )
        }
        let own = ConnectionTable(table.limits.few(16))
        let application = Application(
            router: router,
            server: HTTPServerBuilder {
                WatchedChannel(base: HTTP1Channel(responder: $0), table: own, proxies: .none)
            },
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port),
                serverName: nil
            ),
            onServerRunning: { [logger, address] channel in
                try? await ConnectionWatch.guardListener(channel, table)
                let port = channel.localAddress?.port ?? address.port
                logger.info("Figures are at http://\(address.host):\(port)/metrics")
            },
            logger: logger
        )
        do {
            try await application.run()
        } catch let error as IOError {
            let sentence = "Figures cannot be served at \(address.host):\(address.port)"
            let isTaken = error.errnoCode == EADDRINUSE
            guard isTaken, address.isStandard else {
                let reason = isTaken ? "the port is in use" : error.description
                throw SettingsError("\(sentence): \(reason). Choose another with --metrics-bind, or off.")
            }
            logger.notice("\(sentence): the port is in use. Choose another with --metrics-bind, or off.")
            try? await gracefulShutdown()
        }
    }
}
