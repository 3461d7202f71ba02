// A connection between its acceptance and the task that serves it.

public import NIOCore

/// Closes an accepted connection that no task takes over, as when the server stops at that moment.
///
/// A `NIOAsyncChannel` whose last reference goes before anybody has finished its writer ends the whole process
/// (apple/swift-nio#2813), and the sequence of accepted connections drops those that wait in it when the listener closes.
/// So the channel is held until its connection has ended, which finishes the writer.
public final class AcceptedChannel<Inbound: Sendable, Outbound: Sendable>: Sendable {
    public let asyncChannel: NIOAsyncChannel<Inbound, Outbound>

    public init(_ asyncChannel: NIOAsyncChannel<Inbound, Outbound>) {
        self.asyncChannel = asyncChannel
        asyncChannel.channel.closeFuture.whenComplete { _ in withExtendedLifetime(asyncChannel) {} }
    }

    deinit { asyncChannel.channel.close(promise: nil) }
}
