// Puts the watching handlers where they belong.

public import Basics
public import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypesHTTP1

public enum ConnectionWatch {
    /// Watches a connection whose handlers of HTTP/1.1 are in their places. To be called on its event loop.
    ///
    /// - Parameter isEncrypted: whether this server serves https, and has browsers keep to it.
    public static func begin(
        on channel: any Channel,
        _ table: ConnectionTable,
        _ proxies: TrustedProxies,
        isEncrypted: Bool = false
    ) throws {
        let operations = channel.pipeline.syncOperations
        let watcher = ByteWatcher(table, proxies)
        try operations.addHandler(watcher, position: .first)
        let codec = try operations.handler(type: HTTP1ToHTTPServerCodec.self)
        try operations.addHandler(MessageWatcher(watcher), position: .after(codec))
        guard isEncrypted else { return }
        let encoder = try operations.handler(type: HTTPResponseEncoder.self)
        try operations.addHandler(StrictTransportSecurity(), position: .after(encoder))
    }

    /// The connection has become something else than HTTP, with deadlines of its own. To be called on its event loop.
    public static func end(on channel: any Channel) {
        let operations = channel.pipeline.syncOperations
        for context in [
            try? operations.context(handlerType: MessageWatcher.self),
            try? operations.context(handlerType: ByteWatcher.self),
            try? operations.context(handlerType: StrictTransportSecurity.self),
        ] {
            guard let context else { continue }
            operations.removeHandler(context: context, promise: nil)
        }
    }

    /// Keeps the listener open when a connection cannot be taken.
    public static func guardListener(_ channel: any Channel, _ table: ConnectionTable) async throws {
        try await channel.eventLoop.submit {
            try channel.pipeline.syncOperations.addHandler(AcceptErrors(table), position: .first)
        }.get()
    }
}
