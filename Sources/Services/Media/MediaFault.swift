// What is wrong with the server when a file cannot be processed.

/// A program that is missing, a disk that is full, a folder that cannot be written.
struct MediaFault: Sendable {
    /// One line for the admin.
    let reason: String

    init(_ reason: String) { self.reason = String(reason.prefix(300)) }

    /// The same for all files that are stopped by the same: without the paths, which differ from file to file.
    var kind: String {
        reason.split(separator: " ").map { $0.contains("/") ? "…" : String($0) }.joined(separator: " ")
    }

    /// 1 minute, doubled with each fault up to 30, and up to a quarter more so that those who failed together come apart.
    static func pause(after faults: Int) -> Duration {
        let minutes = min(1 << min(max(faults - 1, 0), 5), 30)
        return .milliseconds(Int.random(in: (minutes * 60_000)...(minutes * 75_000)))
    }
}
