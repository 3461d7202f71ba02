// What becomes of connections that nobody serves.

import NIOCore
import NIOEmbedded
import Testing

@testable import Connections

@Suite struct AcceptedChannelTests {
    @Test("a connection that is dropped before anybody serves it is closed, and does not end the process")
    func dropped() throws {
        let channel = EmbeddedChannel()
        var accepted: AcceptedChannel<ByteBuffer, ByteBuffer>? = AcceptedChannel(
            try NIOAsyncChannel(wrappingChannelSynchronously: channel)
        )
        channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
        #expect(channel.isActive && accepted != nil)
        accepted = nil
        channel.embeddedEventLoop.run()
        #expect(!channel.isActive)
    }
}
