// A server that has not got a post.

/// One host that has not got the first activity about a status.
public struct MissingDelivery: Sendable, Equatable {
    public var host: String
    public var state: DeliveryState
    public var attempts: Int
    public var error: String?

    public init(host: String, state: DeliveryState, attempts: Int, error: String? = nil) {
        self.host = host
        self.state = state
        self.attempts = attempts
        self.error = error
    }
}
