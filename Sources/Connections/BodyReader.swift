// Reads what a client sends, and says apart what is its fault, what is ours, and what is nobody's.

public import NIOCore
internal import NIOHTTP1
internal import NIOSSL

/// Why the body of a request was not read to its end.
public enum BodyFailure: Error, Sendable {
    /// The connection ended before the body did: nobody is there to be answered.
    case clientLeft
    /// The bytes are no HTTP/1.1.
    case malformed

    /// Nil for an error that is no such thing.
    public init?(_ error: any Error) {
        switch error {
        case HTTPParserError.invalidEOFState, is ChannelError, is IOError, is NIOAsyncWriterError, is CancellationError,
            is NIOSSLError, is BoringSSLError:
            self = .clientLeft
        case is HTTPParserError: self = .malformed
        default: return nil
        }
    }
}

public enum BodyReader {
    /// Hands over a body piece by piece. Throws what `take` throws, and `BodyFailure` for a body that breaks off.
    public static func forEachPiece<Body: AsyncSequence>(
        of body: Body,
        _ take: (ByteBuffer) async throws -> Void
    ) async throws where Body.Element == ByteBuffer {
        var pieces = body.makeAsyncIterator()
        while true {
            let piece: ByteBuffer?
            do {
                piece = try await pieces.next()
            } catch {
                throw BodyFailure(error) ?? error
            }
            guard let piece else { return }
            try await take(piece)
        }
    }
}
