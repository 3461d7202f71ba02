// What a connection of HTTP/1.1 waits for, and until when: without a socket and a clock of its own.

internal import NIOCore

/// Told what happens on a connection, it says whether the other side is too late.
///
/// Slow senders of heads and bodies are how one person with little bandwidth takes a server's sockets ("slowloris"), so
/// every wait for the other side ends. A wait for this server is never held against the client: while nothing is asked of
/// the socket, the deadlines of reading rest.
struct ConnectionProgress {
    private enum Reading {
        case nothing
        case head(since: NIODeadline)
        case body(since: NIODeadline, bytes: Int)
    }

    let limits: ConnectionLimits
    let idle: TimeAmount
    private var reading = Reading.nothing
    /// Requests whose head was read and whose answer is not written to its end.
    private var unanswered = 0
    /// When the last answer ended, or the connection began.
    private var idleSince: NIODeadline
    /// When bytes came last, or were asked for again after a rest.
    private var lastRead: NIODeadline
    /// Since when nothing is asked of the socket; nil while something is.
    private var restsSince: NIODeadline?
    private var draining: Draining?
    /// Whether the last answer is written, and what still comes is thrown away.
    var isOver = false

    /// Bytes that wait for the other side to take them.
    private struct Draining {
        var since: NIODeadline
        var taken: Int
        var lastTaken: NIODeadline
        let takenBefore: Int
    }

    init(_ limits: ConnectionLimits, isProxy: Bool, now: NIODeadline) {
        self.limits = limits
        idle = isProxy ? limits.proxyIdle : limits.idle
        (idleSince, lastRead) = (now, now)
    }

    // MARK: What happens

    mutating func read(bytes: Int, now: NIODeadline) {
        lastRead = now
        switch reading {
        case .nothing: reading = .head(since: now)
        case .head: break
        case .body(let since, let before): reading = .body(since: since, bytes: before + bytes)
        }
    }

    /// The connection is encrypted from now on: it waits for a first request as others do from their beginning.
    mutating func completedHandshake(now: NIODeadline) { (reading, idleSince) = (.nothing, now) }

    mutating func readHead(now: NIODeadline) {
        reading = .body(since: now, bytes: 0)
        unanswered += 1
    }

    mutating func readEnd() { reading = .nothing }

    mutating func answered(now: NIODeadline) {
        unanswered = max(0, unanswered - 1)
        idleSince = now
    }

    /// Whether an answer that is written now is that of the request whose body is being read, and not of one before it.
    var answersWhatIsRead: Bool {
        guard unanswered == 1, case .body = reading else { return false }
        return true
    }

    /// Whether nothing is asked of the socket.
    var rests: Bool { restsSince != nil }

    /// Bytes are asked of the socket.
    mutating func wantsBytes(now: NIODeadline) {
        guard let since = restsSince else { return }
        restsSince = nil
        lastRead = now
        let rest = now - since
        switch reading {
        case .nothing: break
        case .head(let start): reading = .head(since: start + rest)
        case .body(let start, let bytes): reading = .body(since: start + rest, bytes: bytes)
        }
    }

    /// What was asked for has come.
    mutating func hasBytes(now: NIODeadline) { restsSince = restsSince ?? now }

    /// - Parameters:
    ///   - written: bytes of answers so far.
    ///   - waiting: those that the other side has not taken yet.
    mutating func drains(written: Int, waiting: Int, now: NIODeadline) {
        let taken = written - waiting
        guard waiting > 0 else {
            draining = nil
            return
        }
        guard var current = draining else {
            draining = Draining(since: now, taken: taken, lastTaken: now, takenBefore: taken)
            return
        }
        if taken > current.taken { (current.taken, current.lastTaken) = (taken, now) }
        draining = current
    }

    // MARK: What follows

    /// Whether the other side has had its time.
    func isLate(now: NIODeadline) -> Bool {
        if let draining {
            let bytes = draining.taken - draining.takenBefore
            if now
                >= min(draining.lastTaken + limits.drain, allowance(limits.drain, from: draining.since, bytes: bytes))
            {
                return true
            }
        }
        switch reading {
        case .nothing: return unanswered == 0 && now >= idleSince + idle
        case .head(let since): return restsSince == nil && now >= since + limits.head
        case .body(let since, let bytes):
            return restsSince == nil
                && now >= min(lastRead + limits.pause, allowance(limits.pause, from: since, bytes: bytes))
        }
    }

    /// Since when the connection has waited for the other side; nil while it waits for this server.
    var waitsSince: NIODeadline? {
        if let draining { return draining.since }
        switch reading {
        case .nothing: return unanswered == 0 ? idleSince : nil
        case .head(let since), .body(let since, _): return restsSince == nil ? since : nil
        }
    }

    private func allowance(_ patience: TimeAmount, from start: NIODeadline, bytes: Int) -> NIODeadline {
        start + patience + .milliseconds(Int64(bytes) * 1000 / Int64(limits.rate))
    }
}
