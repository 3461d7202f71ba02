// `Expect: 100-continue` (RFC 9110 §10.1.1): who asks whether to send a body is answered when somebody is to read it.

internal import Connections
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore
internal import NIOHTTPTypes
internal import Synchronization

enum Continue {
    /// Says "100 Continue" before the first piece of a body is read. A request that is refused without a look at its body is
    /// answered at once. Its connection ends then (`ConnectionWatch`): nobody knows whether the body follows.
    static func asking(before next: @escaping HTTPChannelHandler.Responder) -> HTTPChannelHandler.Responder {
        { request, writer, channel in
            guard request.headers.first(.expect)?.lowercased() == "100-continue" else {
                return try await next(request, writer, channel)
            }
            var request = request
            request.body = RequestBody(asyncSequence: ExpectedBody(body: request.body, channel: channel))
            try await next(request, writer, channel)
        }
    }
}

/// A body that is asked for when it is read.
private final class ExpectedBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    let body: RequestBody
    let channel: any Channel
    private let isAsked = Atomic(false)

    init(body: RequestBody, channel: any Channel) {
        self.body = body
        self.channel = channel
    }

    func makeAsyncIterator() -> Iterator { Iterator(sequence: self, pieces: body.makeAsyncIterator()) }

    struct Iterator: AsyncIteratorProtocol {
        let sequence: ExpectedBody
        var pieces: RequestBody.AsyncIterator

        mutating func next() async throws -> ByteBuffer? {
            try await sequence.ask()
            return try await pieces.next()
        }
    }

    private func ask() async throws {
        guard !isAsked.exchange(true, ordering: .relaxed) else { return }
        let channel = channel
        do {
            try await channel.eventLoop.submit {
                let context = try channel.pipeline.syncOperations.context(handlerType: HTTPConnectionStateHandler.self)
                context.writeAndFlush(NIOAny(HTTPResponsePart.head(HTTPResponse(status: .continue))), promise: nil)
            }.get()
        } catch {
            // The pipeline of a connection that has ended is empty.
            throw BodyFailure.clientLeft
        }
    }
}
