// Where connections are taken: at an address and a port, or at a file.

/// Where a server listens.
public enum ListenAddress: Sendable, Equatable, CustomStringConvertible {
    case tcp(host: String, port: Int)
    /// - Parameters:
    ///   - path: from the root, at most `longestPath` bytes.
    ///   - mode: who may write to the file, and so connect.
    case unix(path: String, mode: UInt16)
    /// One that systemd has opened.
    case passed(PassedSocket)

    /// What every system's `sockaddr_un` has room for, and NIO with it.
    static let longestPath = 103

    public var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path, _): "unix:\(path)"
        case .passed(let socket): "descriptor \(socket.handle)"
        }
    }
    /// What systemd passes stands in place of what is set, but for sockets of the name `redirect`.
    static func main(_ bind: ListenAddress, _ passed: [PassedSocket]) -> [ListenAddress] {
        let own = passed.filter { $0.name != "redirect" }.map { ListenAddress.passed($0) }
        return own.isEmpty ? [bind] : own
    }

    /// The same for http that is led to https; empty for nowhere.
    static func redirect(_ bind: ListenAddress?, _ passed: [PassedSocket]) -> [ListenAddress] {
        let own = passed.filter { $0.name == "redirect" }.map { ListenAddress.passed($0) }
        return own.isEmpty ? bind.map { [$0] } ?? [] : own
    }
}
