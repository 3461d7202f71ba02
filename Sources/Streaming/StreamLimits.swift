// How much one token, one address and the whole server may listen to.

/// The most connections and subscriptions.
public struct StreamLimits: Sendable, Equatable {
    /// Connections of the whole server.
    public var connections = 20_000
    /// Connections with one token: every window of a web app has its own.
    public var perToken = 64
    /// Connections from one address: many people may share one.
    public var perAddress = 1_000
    /// Subscriptions of one connection.
    public var subscriptions = 100
    /// Messages that wait for one slow reader; beyond that it is dropped.
    public var waiting = 512

    public init() {}

    /// For tests and benchmarks: bounded by the machine alone.
    public static var off: StreamLimits {
        var limits = StreamLimits()
        (limits.connections, limits.perToken, limits.perAddress) = (.max, .max, .max)
        return limits
    }
}

/// Why nobody more may listen.
public enum StreamRefusal: Error, Sendable, Equatable {
    case serverIsFull
    case tooManyConnections
    case tooManySubscriptions
}

/// Why a connection ends from this side.
public enum StreamEnd: Sendable, Equatable {
    /// It reads more slowly than it is written to.
    case tooSlow
    /// Its token holds no more, or its login may no longer come in.
    case notAllowed
    /// The server stops.
    case goingAway
}
