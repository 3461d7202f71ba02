// Tells addresses that the admin has named that something waits: one try, little time.

public import Domain

public struct WebhookPoster: Sendable {
    private let outbound: OutboundClient

    public init(_ outbound: OutboundClient) { self.outbound = outbound }

    /// The status that is answered. Redirects are not followed. Throws `OutboundError`.
    public func send(_ message: WebhookMessage) async throws -> Int {
        var request = OutboundRequest(.post, message.url, headers: message.headers, body: message.body)
        // What it says beside the status is not of interest. The admin may name a program on this machine.
        (request.limit, request.overflow) = (1 << 14, .isCut)
        (request.reach, request.isBudgeted) = (.anywhere, false)
        return try await outbound.send(request).status
    }
}
