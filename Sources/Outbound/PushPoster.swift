// Sends messages to push services: addresses that apps chose, so public ones alone, one try, little time.

public import Domain

public struct PushPoster: Sendable {
    private let outbound: OutboundClient
    private let reach: OutboundRequest.Reach
    private let timeout: Duration

    /// - Parameters:
    ///   - allowsPrivateAddresses: for tests alone: send to this machine and its neighbours too.
    ///   - timeout: for one message.
    public init(_ outbound: OutboundClient, allowsPrivateAddresses: Bool = false, timeout: Duration = .seconds(15)) {
        self.outbound = outbound
        reach = allowsPrivateAddresses ? .anywhere : .publicInternet
        self.timeout = timeout
    }

    /// The status that the push service answers with. Redirects are not followed. Throws `OutboundError`.
    public func send(_ message: PushMessage) async throws -> Int {
        var request = OutboundRequest(.post, message.endpoint.url, headers: message.headers, body: message.body)
        // What it says beside the status is not of interest.
        (request.limit, request.overflow) = (1 << 14, .isCut)
        (request.reach, request.timeout, request.isBudgeted) = (reach, timeout, false)
        return try await outbound.send(request).status
    }
}
