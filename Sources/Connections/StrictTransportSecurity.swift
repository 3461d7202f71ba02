// Tells browsers that this server is reached by https alone (RFC 6797), where it serves https itself.

internal import NIOCore
internal import NIOHTTP1

/// Stands where answers become bytes, so that every answer goes past it: those of routes, what is refused before any route is looked
/// for, refused WebSockets, and what the reader of HTTP says to what is not HTTP.
final class StrictTransportSecurity: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // "100 Continue" is no answer yet.
        guard case .head(var head) = unwrapOutboundIn(data), head.status != .continue else {
            return context.write(data, promise: promise)
        }
        head.headers.replaceOrAdd(name: "Strict-Transport-Security", value: "max-age=31536000")
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }
}
