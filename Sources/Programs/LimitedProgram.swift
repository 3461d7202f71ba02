// One run of one program beside this one: it may use little, not for long, and never outlives this process.

internal import Dispatch
internal import Foundation

/// What a run may use.
public struct ProgramLimits: Sendable, Equatable {
    /// Of the clock: what takes longer, though it may use the processor, waits for something.
    public var seconds: Int
    /// Of the processor.
    public var processorSeconds: Int
    /// Bytes of address space.
    public var memory: Int
    /// Bytes of the largest file it may write, what it prints among them.
    public var fileBytes: Int

    public init(seconds: Int, processorSeconds: Int? = nil, memory: Int = 2 << 30, fileBytes: Int) {
        self.seconds = seconds
        self.processorSeconds = processorSeconds ?? seconds
        self.memory = memory
        self.fileBytes = fileBytes
    }
}

/// Why a run came to nothing.
public enum ProgramFailure: Error, Sendable, Equatable {
    /// Nothing was said of the input: the program is missing, may not, has no room, waited too long, or was ended by
    /// somebody else. The sentence is for the admin.
    case unavailable(String)
    /// It needed more than it may use.
    case exceeded
    /// It refused its input, or crashed on it; with the end of what it said.
    case refused(status: Int32, String)
}

/// Runs programs on threads of their own: the threads of the sockets must not be held (docs/decisions/0005).
public enum LimitedProgram {
    private static let queue = DispatchQueue(label: "chorus.programs", attributes: .concurrent)
    private static let mostOutput = 8 << 20
    private static let mostComplaint = 4096

    /// What it printed. Throws `ProgramFailure`.
    ///
    /// - Parameters:
    ///   - folder: where it runs; an absolute path, as all paths among the arguments have to be.
    ///   - startsOthers: whether it is a chain of programs: where the system lets us, all of them end with the first.
    public static func run(
        _ program: String,
        _ arguments: [String],
        in folder: String = "/",
        input: [UInt8] = [],
        startsOthers: Bool = false,
        _ limits: ProgramLimits
    ) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(
                    with: Result { try runNow(program, arguments, in: folder, input, startsOthers, limits) }
                )
            }
        }
    }

    private static func runNow(
        _ program: String,
        _ arguments: [String],
        in folder: String,
        _ input: [UInt8],
        _ startsOthers: Bool,
        _ limits: ProgramLimits
    ) throws -> [UInt8] {
        let name = (program as NSString).lastPathComponent
        let (read, printed, complained) = (try ScratchFile(input), try ScratchFile(), try ScratchFile())
        let command = Confinement.command(program, arguments, startsOthers: startsOthers, limits)
        let child: ChildProcess
        // Linux ends a child when the *thread* that started it ends (prctl(2), PR_SET_PDEATHSIG): this one waits for it.
        do {
            let files = [read.descriptor, printed.descriptor, complained.descriptor]
            child = try ChildProcess(command, environment: environment, folder: folder, files: files)
        } catch let error as ChildProcess.NotStarted {
            throw ProgramFailure.unavailable("\(name) cannot be started in \(folder): \(error.reason)")
        }
        // A program that waits for something uses no seconds of the processor: the clock ends it.
        let end = DispatchWorkItem { child.end() }
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(limits.seconds), execute: end)
        let began = DispatchTime.now().uptimeNanoseconds
        let how = child.wait()
        end.cancel()
        let seconds = Int((DispatchTime.now().uptimeNanoseconds - began) / 1_000_000_000)
        let (status, isSignal): (Int32, Bool)
        switch how {
        case .exited(0): return printed.bytes(mostOutput)
        case .exited(let number): (status, isSignal) = (number, false)
        case .signalled(let number): (status, isSignal) = (number, true)
        }
        throw ProgramEnd(
            program: name,
            status: status,
            isSignal: isSignal,
            said: String(decoding: complained.bytes(mostComplaint), as: UTF8.self),
            seconds: seconds
        ).failure(limits)
    }

    /// No secret of this process goes to a program that reads strangers' files. libvips is told to leave out the readers
    /// that it does not trust itself.
    private static let environment = [
        "PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent", "TMPDIR": "/tmp",
        "VIPS_BLOCK_UNTRUSTED": "1", "VIPS_CONCURRENCY": "1", "VIPS_WARNING": "0", "MALLOC_ARENA_MAX": "2",
    ]
}

/// A file without a name, and not a pipe: a program that ends before it has read all must not end this one (SIGPIPE), and
/// one that prints much fills no memory.
private final class ScratchFile {
    private let file: UnsafeMutablePointer<FILE>

    init(_ bytes: [UInt8] = []) throws {
        guard let file = tmpfile() else {
            throw ProgramFailure.unavailable("No temporary file can be made: \(String(cString: strerror(errno)))")
        }
        self.file = file
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count, fflush(file) == 0 else {
            throw ProgramFailure.unavailable("A temporary file cannot be written: \(String(cString: strerror(errno)))")
        }
        rewind(file)
    }

    deinit { fclose(file) }

    var descriptor: Int32 { fileno(file) }

    /// What is in it, at most `count` bytes.
    func bytes(_ count: Int) -> [UInt8] {
        guard fseek(file, 0, SEEK_END) == 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: min(count, max(0, ftell(file))))
        rewind(file)
        let read = fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(read))
    }
}
