// From a request on a connection to the answer that is written to it.

internal import ActivityPub
internal import Basics
internal import Connections
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOHTTP1
internal import Synchronization

extension HTTPResponder where Context: InitializableFromSource<ApplicationRequestContextSource> {
    /// Answers what comes on connections, with a `Date`. What the responder throws is answered by 500; bytes that are no
    /// HTTP are for the connection, which answers them by 400 where nothing was written yet.
    func onConnections(_ logger: Logger) -> HTTPChannelHandler.Responder {
        let date = ResponseDate()
        return { request, writer, channel in
            let context = Context(source: ApplicationRequestContextSource(channel: channel, logger: logger))
            var response: Response
            do {
                response = try await respond(to: request, context: context)
            } catch let error as HTTPParserError {
                throw error
            } catch {
                logger.debug("A request failed: \(error)")
                response = Response(status: .internalServerError)
            }
            response.headers[.date] = date.now
            do {
                try await writer.write(response: response.head, body: response.body)
            } catch is HTTPParserError {
                // As it is, it would be answered a second time.
                throw BodyFailure.malformed
            }
        }
    }
}

/// The value of `Date` (RFC 9110 §6.6.1), put together once a second.
private final class ResponseDate: Sendable {
    private let last = Mutex((second: Int64.min, text: ""))

    var now: String {
        let now = Clock.system.now()
        return last.withLock { last in
            if last.second != now.seconds { last = (now.seconds, now.httpDate) }
            return last.text
        }
    }
}
