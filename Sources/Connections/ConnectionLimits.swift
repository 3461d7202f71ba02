// How many connections there may be, and how long each is waited for.

public import NIOCore

/// The numbers of the doors. All deadlines concern what the other side has to do; how long this server takes to answer is
/// not limited by them.
public struct ConnectionLimits: Sendable, Equatable {
    /// Connections at once.
    public var total: Int
    /// Of these, from one address that is no trusted proxy.
    public var perAddress: Int
    /// The last of all, for addresses that hold none: those who have many cannot keep out who has nothing, even where all
    /// of theirs are being answered.
    public var reserve: Int
    /// From the first byte of a request to the end of its head.
    public var head = TimeAmount.seconds(15)
    /// Between two requests.
    public var idle = TimeAmount.seconds(75)
    /// The same for a trusted proxy, which keeps connections at hand: longer than the two minutes of Caddy and the one of
    /// nginx, so that none is closed in the moment in which it is used.
    public var proxyIdle = TimeAmount.seconds(185)
    /// Without a byte of a body.
    public var pause = TimeAmount.seconds(30)
    /// Without a byte of an answer taken. Longer: the kernel takes bytes by the megabyte, and says so only then.
    public var drain = TimeAmount.seconds(120)
    /// Bytes a second that a body, or an answer that is taken, must reach on the whole, once `pause` or `drain` has passed.
    public var rate = 500
    /// How long, and with how many more bytes, the client of a request that was answered before its body had come may go on
    /// sending until it has seen that the connection ends. Who is reset amid sending may lose the answer (RFC 9112 §9.6).
    public var linger = TimeAmount.seconds(5)
    public var lingerBytes = 8 << 20
    /// As many bytes of such a body are read and thrown away, so that the connection can go on.
    public var skippedBytes = 256 << 10
    /// How long what was begun may take when the server stops.
    public var shutdown = TimeAmount.seconds(25)

    /// - Parameter files: how many files the process may have open. Some are left for the database, for files and for the
    ///   programs that read them.
    public init(files: Int) {
        total = min(100_000, max(files / 4, files - min(512, max(64, files / 4))))
        perAddress = max(16, min(1024, total / 4))
        reserve = total / 16
    }

    /// The same deadlines for a listener beside, which few programs ask.
    public func few(_ total: Int) -> ConnectionLimits {
        var limits = self
        (limits.total, limits.perAddress, limits.reserve) = (total, total, 0)
        return limits
    }

    /// For a listener beside that anybody reaches and whose answers are short: few connections, of which an address has some,
    /// and a tenth of the time in which nothing is asked.
    public var brief: ConnectionLimits {
        var limits = few(max(16, min(256, total / 8)))
        (limits.perAddress, limits.reserve) = (max(4, limits.total / 8), limits.total / 16)
        limits.idle = .nanoseconds(idle.nanoseconds / 10)
        limits.proxyIdle = limits.idle
        return limits
    }

    /// All deadlines shortened but `linger`, for tests.
    public func shortened(to percent: Int) -> ConnectionLimits {
        var limits = self
        for deadline in [\.head, \.idle, \.proxyIdle, \.pause, \.drain, \.shutdown]
            as [WritableKeyPath<Self, TimeAmount> & Sendable]
        {
            limits[keyPath: deadline] = .nanoseconds(self[keyPath: deadline].nanoseconds * Int64(percent) / 100)
        }
        return limits
    }
}
