// Sockets that systemd has opened and passes on (sd_listen_fds(3)): a port below 1024 without any right, and no refused
// connection while the server restarts.

internal import Foundation

/// An open socket that connections are taken from.
public struct PassedSocket: Sendable, Equatable {
    public let handle: Int32
    /// `FileDescriptorName=` of its unit; by default the unit's name.
    public let name: String

    /// All that are passed to this process.
    ///
    /// Throws `SettingsError` for one that is no listening stream socket.
    static func all(_ environment: [String: String] = ProcessInfo.processInfo.environment) throws -> [PassedSocket] {
        guard environment["LISTEN_PID"] == "\(getpid())", let count = environment["LISTEN_FDS"].flatMap({ Int32($0) }),
            (1...64).contains(count)
        else { return [] }
        let names = (environment["LISTEN_FDNAMES"] ?? "").split(separator: ":", omittingEmptySubsequences: false)
        // SD_LISTEN_FDS_START
        return try (0..<count).map { index in
            let (handle, name) = (3 + index, Int(index) < names.count ? String(names[Int(index)]) : "")
            guard option(SO_TYPE, of: handle) == stream, option(SO_ACCEPTCONN, of: handle) == 1 else {
                throw SettingsError(
                    "Descriptor \(handle) (\(name)), passed by systemd, takes no connections: use ListenStream= and Accept=no."
                )
            }
            // Programs that this one starts are not meant.
            _ = fcntl(handle, F_SETFD, FD_CLOEXEC)
            return PassedSocket(handle: handle, name: name)
        }
    }

    #if canImport(Glibc)
    private static let stream = CInt(SOCK_STREAM.rawValue)
    #else
    private static let stream = SOCK_STREAM
    #endif

    private static func option(_ name: CInt, of handle: CInt) -> CInt? {
        var (value, size) = (CInt(0), socklen_t(MemoryLayout<CInt>.size))
        return getsockopt(handle, SOL_SOCKET, name, &value, &size) == 0 ? value : nil
    }
}
