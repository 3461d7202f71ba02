// Connections as Hummingbird serves them, watched.

internal import Basics
internal import Connections
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTPTypes
internal import NIOSSL

/// HTTP/1.1 with bounds on how many connections there are, and how long each is waited for.
struct WatchedChannel: ServerChildChannel {
    struct Value: ServerChildChannelValue {
        let accepted: AcceptedChannel<HTTPRequestPart, HTTPResponsePart>
        var channel: any Channel { accepted.asyncChannel.channel }
    }

    let base: HTTP1Channel
    let table: ConnectionTable
    let proxies: TrustedProxies
    /// Nil for plain HTTP.
    var certificate: ServerCertificate?

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let encrypted = channel.eventLoop.makeCompletedFuture {
            guard let certificate else { return }
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: certificate.context))
        }
        return encrypted.flatMap { [base] in base.setup(channel: channel, logger: logger) }.flatMapThrowing {
            [table, proxies, certificate] value in
            let accepted = Value(accepted: AcceptedChannel(value))
            try ConnectionWatch.begin(on: channel, table, proxies, isEncrypted: certificate != nil)
            return accepted
        }
    }

    func handle(value: Value, logger: Logger) async {
        await base.handle(value: value.accepted.asyncChannel, logger: logger)
    }
}
