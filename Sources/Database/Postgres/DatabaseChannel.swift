// Short texts between the processes on one PostgreSQL database (https://www.postgresql.org/docs/15/sql-notify.html).
import CPostgres
import Foundation
import Synchronization

/// Sends and hears on one channel, over a connection and a thread of its own. Where the connection breaks it is made anew.
public final class DatabaseChannel: Sendable {
    /// What is heard. Told on the thread of the channel, one after the other; whoever hears must be quick.
    public enum Signal: Sendable {
        /// It hears from now on: what was sent before, by whomever, was missed.
        ///
        /// - isAlone: no other process has this one's number.
        case connected(isAlone: Bool)
        /// What a process has sent, this one too.
        case message(String)
        /// The connection broke or could not be made; it is tried again.
        case lost(any Error)
    }

    /// The largest message in bytes: PostgreSQL wants payloads to be shorter than 8000.
    public static let messageBytes = 7_999
    /// Messages that may wait for a connection; beyond it they are lost.
    private static let capacity = 10_000
    private static let sentAtOnce = 100

    private struct State {
        /// Made on the thread of the channel.
        var outgoing: [@Sendable () -> [String]] = []
        var isClosed = false
    }

    private let url: String
    private let name: String
    private let number: Int32?
    private let standIn: @Sendable () -> [String]
    private let hear: @Sendable (Signal) -> Void
    private let state = Mutex(State())
    private let finished = Latch()
    /// The two ends of a pipe: a byte in it wakes the thread.
    private let pipe: (out: Int32, in: Int32)

    init(
        url: String,
        name: String,
        number: Int32?,
        standIn: String,
        _ hear: @escaping @Sendable (Signal) -> Void
    ) throws {
        (self.url, self.name, self.number, self.hear) = (url, name, number, hear)
        self.standIn = { [standIn] }
        var ends: [Int32] = [0, 0]
        guard Foundation.pipe(&ends) == 0 else { throw DatabaseError.unavailable("there is no pipe left") }
        pipe = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        let thread = Thread { [self] in run() }
        thread.name = "chorus.pg.channel"
        thread.start()
    }

    /// Sends a text to all processes that listen now. Does not wait, and says nothing where there is no connection.
    public func send(_ text: String) { send { [text] } }

    /// The same for texts that are made on the thread of the channel.
    public func send(_ texts: @escaping @Sendable () -> [String]) {
        state.withLock { state in
            guard !state.isClosed else { return }
            if state.outgoing.count >= DatabaseChannel.capacity { state.outgoing = [standIn] }
            state.outgoing.append(texts)
            wake()
        }
    }

    /// Returns when what waits was sent, if there is a connection, and all is closed.
    public func close() async {
        state.withLock { state in
            if !state.isClosed { wake() }
            state.isClosed = true
        }
        await finished.wait()
    }

    /// Only while it is open, and with the lock held: after that the pipe goes.
    private func wake() {
        var byte: UInt8 = 1
        // A full pipe wakes as well.
        _ = write(pipe.in, &byte, 1)
    }

    // MARK: The thread

    private func run() {
        var pause: Int32 = 100
        while !state.withLock({ $0.isClosed }) {
            do {
                let connection = try PostgresConnection(url: url, durable: false, statementLimit: 1)
                defer { connection.close() }
                // First the channel, so that nothing is missed after it is said to be connected.
                try connection.command("LISTEN \(name)")
                // Where this machine is gone the server lets go of the number within 15 seconds. No matter on a Unix socket.
                try connection.command(
                    "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 3; SET tcp_keepalives_count = 3; "
                        + "SET tcp_user_timeout = 14000"
                )
                hear(.connected(isAlone: try claim(connection)))
                pause = 100
                try serve(connection)
            } catch {
                hear(.lost(error))
                wait(for: nil, milliseconds: pause)
                pause = min(pause * 2, 5_000)
            }
        }
        Foundation.close(pipe.in)
        Foundation.close(pipe.out)
        finished.open()
    }

    /// Takes the number of this process, for as long as the connection lasts; false where another has it. One that was
    /// killed may hold it for a moment more.
    private func claim(_ connection: PostgresConnection) throws -> Bool {
        guard let number else { return true }
        for _ in 0..<15 {
            if try connection.isTrue("SELECT pg_try_advisory_lock(721683915, \(number))") { return true }
            guard !state.withLock({ $0.isClosed }) else { return false }
            Thread.sleep(forTimeInterval: 0.2)
        }
        return false
    }

    private func serve(_ connection: PostgresConnection) throws {
        while true {
            let (outgoing, isOver) = state.withLock { state in
                let outgoing = Array(state.outgoing.prefix(DatabaseChannel.sentAtOnce))
                state.outgoing.removeFirst(outgoing.count)
                return (outgoing, state.isClosed && outgoing.isEmpty)
            }
            if isOver { return }
            let texts = outgoing.flatMap { $0() }
            do {
                if !texts.isEmpty { try connection.notify(texts, on: name) }
            } catch {
                // They may have been sent or not.
                state.withLock { $0.outgoing.insert(standIn, at: 0) }
                throw error
            }
            guard connection.takeNotices({ hear(.message($0)) }) else {
                throw DatabaseError.unavailable(PostgresFailure.message(of: connection.handle))
            }
            if outgoing.isEmpty { wait(for: PQsocket(connection.handle), milliseconds: -1) }
        }
    }

    /// Waits until something was sent to the connection or to be sent, or for so long.
    private func wait(for socket: Int32?, milliseconds: Int32) {
        var descriptors = [pollfd(fd: pipe.out, events: Int16(POLLIN), revents: 0)]
        if let socket { descriptors.append(pollfd(fd: socket, events: Int16(POLLIN), revents: 0)) }
        _ = poll(&descriptors, nfds_t(descriptors.count), milliseconds)
        var bytes = [UInt8](repeating: 0, count: 256)
        while read(pipe.out, &bytes, bytes.count) == bytes.count {}
    }
}

extension PostgresConnection {
    /// Sends texts in one transaction and one turn.
    fileprivate func notify(_ texts: [String], on name: String) throws {
        let quoted = try texts.map { text in
            guard let literal = PQescapeLiteral(handle, text, text.utf8.count) else {
                throw DatabaseError.failed("a message is no text", sql: nil)
            }
            defer { PQfreemem(literal) }
            return "NOTIFY \(name), \(String(cString: literal))"
        }
        try command(quoted.joined(separator: "; "))
    }

    /// Reads what has come; false where the connection is broken.
    fileprivate func takeNotices(_ take: (String) -> Void) -> Bool {
        guard PQconsumeInput(handle) == 1 else { return false }
        while let notice = PQnotifies(handle) {
            take(String(cString: notice.pointee.extra))
            PQfreemem(notice)
        }
        return true
    }

    fileprivate func isTrue(_ query: String) throws -> Bool {
        let result = PQexec(handle, query)
        defer { PQclear(result) }
        try check(result, sql: nil, index: nil)
        return PQgetvalue(result, 0, 0).map { String(cString: $0) } == "t"
    }
}
