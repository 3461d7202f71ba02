// Looks at a page that somebody linked to, for its preview.

public import Domain

public struct PageFetcher: Sendable {
    private let outbound: OutboundClient
    private let reach: OutboundRequest.Reach

    /// - Parameter allowsPrivateAddresses: for tests alone: look at this machine and its neighbours too.
    public init(_ outbound: OutboundClient, allowsPrivateAddresses: Bool = false) {
        self.outbound = outbound
        reach = allowsPrivateAddresses ? .anywhere : .publicInternet
    }

    /// The first `limit` bytes of what is there. Throws `FetchRefusal`.
    ///
    /// - Parameter accept: the only media types that are read; all where `*/*` is among them.
    public func fetch(_ url: String, accept: [String], limit: Int) async throws -> FetchedPage {
        var request = OutboundRequest(.get, url, headers: [("Accept", accept.joined(separator: ", "))])
        (request.limit, request.overflow, request.reach) = (limit, .isCut, reach)
        // Links in posts often go by several shorteners.
        request.redirects = 5
        let response: OutboundResponse
        do {
            response = try await outbound.send(request)
        } catch let error as OutboundError {
            switch error {
            case .forbidden(let sentence): throw FetchRefusal.forbidden(sentence)
            case .unreachable(let sentence), .busy(let sentence): throw FetchRefusal.unreachable(sentence)
            case .unusable(let sentence): throw FetchRefusal.unusable(sentence)
            }
        }
        guard response.isSuccess else { throw FetchRefusal.unusable("answered \(response.status)") }
        let type = response.mediaType
        guard accept.contains(type) || accept.contains("*/*") else {
            throw FetchRefusal.unusable("is \(type.isEmpty ? "of no type" : type)")
        }
        return FetchedPage(
            url: response.url,
            contentType: response.header("content-type") ?? "",
            body: response.body
        )
    }
}
