// What RFC 6455 asks of the frames of a client and NIO's decoder, which allows for extensions, leaves to those who use it.

internal import NIOCore
internal import NIOWebSocket

/// Stands right behind the decoder. A frame that breaks a rule goes no further: it becomes an error.
final class WebSocketRules: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = WebSocketFrame

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard WebSocketRules.allow(unwrapInboundIn(data)) else {
            return context.fireErrorCaught(WebSocketFault(code: .protocolError))
        }
        context.fireChannelRead(data)
    }

    /// Clients mask what they send (§5.1); bits and opcodes that no extension was agreed on for are not used (§5.2).
    private static func allow(_ frame: WebSocketFrame) -> Bool {
        guard frame.maskKey != nil, !frame.rsv1, !frame.rsv2, !frame.rsv3 else { return false }
        return switch frame.opcode {
        case .continuation, .text, .binary, .connectionClose, .ping, .pong: true
        default: false
        }
    }

    /// What to answer to the content of a close frame (§5.5.1): the code that it names, or none where it names none.
    static func answer(toClose content: ByteBuffer) -> WebSocketErrorCode? {
        var content = content
        guard content.readableBytes > 0 else { return nil }
        guard let code = content.readInteger(as: UInt16.self), mayBeSent(code) else { return .protocolError }
        guard isText(content) else { return .dataInconsistentWithMessage }
        return WebSocketErrorCode(codeNumber: Int(code))
    }

    /// §7.4: some codes are for use within a program only, and most of the rest is not given out.
    private static func mayBeSent(_ code: UInt16) -> Bool {
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }

    static func isText(_ bytes: ByteBuffer) -> Bool {
        String(validating: bytes.readableBytesView, as: UTF8.self) != nil
    }
}

/// A rule that a client has broken, by the code that tells it so.
struct WebSocketFault: Error {
    let code: WebSocketErrorCode
}
