// What systemd is told of this process: the protocol of sd_notify(3), which is a datagram of `NAME=value` lines.

internal import Foundation

/// The program that has started this one and waits to hear of it; without one, nothing is told.
struct ServiceManager: Sendable {
    /// That of this process.
    static let current = ServiceManager(ProcessInfo.processInfo.environment)

    /// Nobody.
    static let none = ServiceManager([:])

    /// The file of its socket, or, after an @, the name of an abstract one (unix(7)).
    private let place: String?
    /// How often it wants to hear that the server lives; nil for never (sd_watchdog_enabled(3)).
    let watchdog: Duration?

    init(_ environment: [String: String]) {
        place = environment["NOTIFY_SOCKET"].flatMap { ["/", "@"].contains($0.first) ? $0 : nil }
        let isMeant = environment["WATCHDOG_PID"].map { $0 == "\(getpid())" } ?? true
        let period = environment["WATCHDOG_USEC"].flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil }
        watchdog = place != nil && isMeant ? period.map { .microseconds($0) } : nil
    }

    /// Tells it something, as `READY=1`. That nobody hears it is no error: the server serves all the same.
    func tell(_ lines: String...) {
        guard let place else { return }
        #if canImport(Glibc)
        let kind = CInt(SOCK_DGRAM.rawValue)
        #else
        let kind = SOCK_DGRAM
        #endif
        let handle = socket(AF_UNIX, kind, 0)
        guard handle >= 0 else { return }
        defer { close(handle) }
        _ = fcntl(handle, F_SETFD, FD_CLOEXEC)
        // A manager that hears nothing for a second is not waited for.
        var patience = timeval(tv_sec: 1, tv_usec: 0)
        setsockopt(handle, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(place.utf8)
        // The zero in place of the @ makes it abstract; its length ends the name.
        if name.first == UInt8(ascii: "@") { name[0] = 0 }
        let isFitting = withUnsafeMutableBytes(of: &address.sun_path) { room in
            guard name.count < room.count else { return false }
            room.copyBytes(from: name)
            return true
        }
        guard isFitting, let start = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) else { return }
        let message = Array(lines.joined(separator: "\n").utf8)
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = sendto(handle, message, message.count, 0, $0, socklen_t(start + name.count))
            }
        }
    }

    /// Says what takes long before the server serves, and asks for patience until it is done (`EXTEND_TIMEOUT_USEC`).
    func whileBusy<Result: Sendable>(
        _ sentence: String,
        every interval: Duration = .seconds(10),
        _ work: () async throws -> Result
    ) async rethrows -> Result {
        guard place != nil else { return try await work() }
        let patience = interval.components.seconds * 6 + 30
        let asking = Task {
            while !Task.isCancelled {
                tell("STATUS=\(sentence)", "EXTEND_TIMEOUT_USEC=\(patience * 1_000_000)")
                try? await Task.sleep(for: interval)
            }
        }
        defer { asking.cancel() }
        return try await work()
    }
}
