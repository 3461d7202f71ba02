// How a plan is played: where, how fast, with how many readers.

internal import Foundation

public struct DriveOptions: Sendable, Equatable {
    /// Address of the server, without a path.
    public var url: String
    /// Address under which people reach the server, if it is another one; only said.
    public var publicURL: String?
    /// Drive a server that is not on this machine.
    public var allowsRemote = false
    /// Simulated seconds for each real one; 0 for as fast as the server answers.
    public var speed = 60.0
    public var connections = 32
    /// Reads for each write.
    public var readers = 0
    /// Seconds until an answer is given up.
    public var timeout = 10.0
    /// Seconds within which the figures must become equal.
    public var settle = 5.0

    public init(url: String) { self.url = url }

    /// Throws the first thing that is wrong, as a sentence that names the flag.
    public func validate() throws(ReplayError) {
        guard let parts = URLComponents(string: url), ["http", "https"].contains(parts.scheme ?? ""),
            let host = parts.host, !host.isEmpty, parts.path.isEmpty || parts.path == "/"
        else {
            throw ReplayError("--url is \"\(url)\": it must be like http://127.0.0.1:8080, without a path.")
        }
        guard allowsRemote || DriveOptions.isLoopback(host) else {
            throw ReplayError(
                "--url names \(host), which is not this machine. A replay is a load test: say --allow-remote if that server is yours."
            )
        }
        guard speed >= 0, speed <= 100_000 else {
            throw ReplayError("--speed is \(speed): it must be from 0 (as fast as the server answers) to 100000.")
        }
        guard (1...1024).contains(connections) else {
            throw ReplayError("--connections is \(connections): it must be from 1 to 1024.")
        }
        guard (0...1000).contains(readers) else {
            throw ReplayError("--readers is \(readers): it must be from 0 to 1000 reads for each write.")
        }
        guard timeout > 0, timeout <= 600 else {
            throw ReplayError("--timeout is \(timeout): it must be more than 0 and at most 600 seconds.")
        }
    }

    /// Made-up servers listen on this machine's own network, where no other machine can ask who their people are.
    func requireThisMachine() throws(ReplayError) {
        guard let host = URLComponents(string: url)?.host, DriveOptions.isLoopback(host) else {
            throw ReplayError("--origins needs a server on this machine: \(url) is another one.")
        }
    }

    private static func isLoopback(_ host: String) -> Bool {
        let host = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")).lowercased()
        if host == "localhost" || host == "::1" || host.hasSuffix(".localhost") { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return parts.count == 4 && parts.allSatisfy { $0 != nil } && parts[0] == 127
    }

    /// The address without a slash at its end.
    var base: String { url.hasSuffix("/") ? String(url.dropLast()) : url }
}
