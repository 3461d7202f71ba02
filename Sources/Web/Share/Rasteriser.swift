// From SVG to PNG, by a small program beside this one that may use little and not for long.

internal import Dispatch
internal import Foundation
internal import Synchronization

/// Runs `rsvg-convert`, one at a time.
public final class Rasteriser: Sendable {
    public enum Failure: Error, Sendable {
        /// Too many wait already.
        case busy
        /// The program ended badly, took too long, or wrote something that is no picture.
        case failed
    }

    /// More than any of our pictures has.
    private static let mostBytes = 4 << 20
    private static let mostWaiting = 16
    private static let seconds = 5

    private let program: String
    // Waiting for a program holds a thread, and the threads of the sockets must not be held (docs/decisions/0005).
    private let queue = DispatchQueue(label: "chorus.rasteriser")
    private let waiting = Mutex(0)

    init(program: String) { self.program = program }

    /// The program in the folders of `PATH`; nil where it is not installed.
    public static func installed() -> Rasteriser? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        return folders.map { "\($0)/rsvg-convert" }.first { FileManager.default.isExecutableFile(atPath: $0) }
            .map(Rasteriser.init)
    }

    func png(_ svg: String) async throws -> [UInt8] {
        let admitted = waiting.withLock { waiting in
            guard waiting < Self.mostWaiting else { return false }
            waiting += 1
            return true
        }
        guard admitted else { throw Failure.busy }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async {
                let picture = Result { try self.run(Array(svg.utf8)) }
                self.waiting.withLock { $0 -= 1 }
                continuation.resume(with: picture)
            }
        }
    }

    private func run(_ svg: [UInt8]) throws -> [UInt8] {
        // A file without a name, and not a pipe: a program that ends before it has read all must not end this one
        // (SIGPIPE).
        guard let file = tmpfile() else { throw Failure.failed }
        defer { fclose(file) }
        guard fwrite(svg, 1, svg.count, file) == svg.count, fflush(file) == 0 else { throw Failure.failed }
        rewind(file)
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        // The shell sets what the kernel then holds the program to: seconds of work, KiB of memory, blocks written.
        let limits = "ulimit -t \(Self.seconds); ulimit -v 1048576; ulimit -f 0; ulimit -c 0"
        process.arguments = [
            "-c", "\(limits); exec \"$0\" --format=png --width=1200 --height=630", program,
        ]
        process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"]
        let output = Pipe()
        process.standardInput = FileHandle(fileDescriptor: fileno(file))
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let identifier = process.processIdentifier
        let end = DispatchWorkItem { if process.isRunning { kill(identifier, SIGKILL) } }
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(Self.seconds), execute: end)
        defer { end.cancel() }
        var picture: [UInt8] = []
        while let part = try output.fileHandleForReading.read(upToCount: 1 << 16), !part.isEmpty {
            picture += part
            if picture.count > Self.mostBytes {
                kill(identifier, SIGKILL)
                break
            }
        }
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0,
            picture.count <= Self.mostBytes, picture.starts(with: [0x89, 0x50, 0x4E, 0x47])
        else { throw Failure.failed }
        return picture
    }
}
