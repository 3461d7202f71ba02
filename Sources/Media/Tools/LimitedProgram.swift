// One run of one program that may use little, and not for long.

internal import Dispatch
internal import Foundation

/// What a run may use.
struct RunLimits: Sendable {
    /// Of the clock, and of the processor as well.
    var seconds: Int
    /// Of address space.
    var memory = 2 << 30
    /// Of the largest file it may write.
    var fileBytes: Int
}

/// Runs programs on threads of their own: the threads of the sockets must not be held (docs/decisions/0005).
enum LimitedProgram {
    private static let queue = DispatchQueue(label: "chorus.media.programs", attributes: .concurrent)
    /// What a program may say.
    private static let mostOutput = 1 << 18

    /// What it printed. Throws `MediaError.broken` for every bad end: a crash, too long a time, too much memory.
    static func run(_ program: String, _ arguments: [String], in folder: String, _ limits: RunLimits) async throws
        -> [UInt8]
    {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try runNow(program, arguments, in: folder, limits) }) }
        }
    }

    private static func runNow(
        _ program: String,
        _ arguments: [String],
        in folder: String,
        _ limits: RunLimits
    ) throws -> [UInt8] {
        let output = "\(folder)/output"
        guard FileManager.default.createFile(atPath: output, contents: nil),
            let said = FileHandle(forWritingAtPath: output)
        else { throw MediaError.storage("The folder \(folder) cannot be written") }
        defer { try? said.close() }
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        // The shell sets what the kernel then holds the program to; `nice` lets requests go first.
        let bounds = """
            ulimit -c 0; ulimit -t \(limits.seconds); ulimit -f \(limits.fileBytes / 512 + 1); \
            ulimit -v \(limits.memory / 1024) 2>/dev/null; ulimit -n 64; exec \(confinement)nice -n 10 "$0" "$@"
            """
        process.arguments = ["-c", bounds, program] + arguments
        process.environment = environment
        process.currentDirectoryURL = URL(filePath: folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = said
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { throw MediaError.storage("\(program) cannot be started: \(error)") }
        let identifier = process.processIdentifier
        // A program that waits for something uses no seconds of the processor: the clock ends it.
        let end = DispatchWorkItem { if process.isRunning { kill(identifier, SIGKILL) } }
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(limits.seconds), execute: end)
        process.waitUntilExit()
        end.cancel()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else { throw MediaError.broken }
        return Files.prefix(of: output, mostOutput)
    }

    /// No secret of this process goes to a program that reads strangers' files. libvips is told to leave out the readers
    /// that it does not trust itself.
    private static let environment = [
        "PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent",
        "VIPS_BLOCK_UNTRUSTED": "1", "VIPS_CONCURRENCY": "1", "VIPS_WARNING": "0", "MALLOC_ARENA_MAX": "2",
    ]

    /// Where the system lets us, the program has no network at all.
    private static let confinement: String = {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "exec unshare --user --map-current-user --net true"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return "" }
        process.waitUntilExit()
        let isPossible = process.terminationReason == .exit && process.terminationStatus == 0
        return isPossible ? "unshare --user --map-current-user --net " : ""
    }()
}
