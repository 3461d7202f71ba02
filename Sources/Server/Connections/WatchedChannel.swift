// Connections as Hummingbird serves them, watched.

internal import Basics
internal import Connections
internal import HummingbirdCore
internal import Logging
internal import NIOCore

/// HTTP/1.1 with bounds on how many connections there are, and how long each is waited for.
struct WatchedChannel: ServerChildChannel {
    typealias Value = HTTP1Channel.Value

    let base: HTTP1Channel
    let table: ConnectionTable
    let proxies: TrustedProxies

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        base.setup(channel: channel, logger: logger).flatMapThrowing { [table, proxies] value in
            try ConnectionWatch.begin(on: channel, table, proxies)
            return value
        }
    }

    func handle(value: Value, logger: Logger) async { await base.handle(value: value, logger: logger) }
}
