// A program as a child of this process, by posix_spawn(3).

internal import CSpawn
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Not Foundation's `Process`: that makes sockets and a run loop for each child, and where no file is left for them it ends
/// this process by a trap.
final class ChildProcess: Sendable {
    enum End: Equatable {
        case exited(Int32)
        case signalled(Int32)
    }

    /// Why there is no child, as a sentence of the C library.
    struct NotStarted: Error { let reason: String }

    private let identifier: pid_t
    /// Whether its identifier may be that of another program.
    private let hasEnded = Mutex(false)

    /// - Parameters:
    ///   - words: the path of the program, and its arguments.
    ///   - files: what it has as standard input, output and error; it gets no other file of this process.
    init(_ words: [String], environment: [String: String] = [:], folder: String = "/", files: [Int32]) throws {
        #if canImport(Darwin)
        var (actions, attributes): (posix_spawn_file_actions_t?, posix_spawnattr_t?)
        let others = POSIX_SPAWN_CLOEXEC_DEFAULT
        #else
        var (actions, attributes) = (posix_spawn_file_actions_t(), posix_spawnattr_t())
        let others: Int32 = 0
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for (place, file) in files.enumerated() { posix_spawn_file_actions_adddup2(&actions, file, Int32(place)) }
        posix_spawn_file_actions_addchdir_np(&actions, folder)
        #if canImport(Glibc)
        posix_spawn_file_actions_addclosefrom_np(&actions, Int32(files.count))
        #endif
        // Signals that this process ignores would be ignored by the child too.
        var (blocked, usual) = (sigset_t(), sigset_t())
        sigemptyset(&blocked)
        sigemptyset(&usual)
        for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { sigaddset(&usual, signal) }
        posix_spawnattr_setsigmask(&attributes, &blocked)
        posix_spawnattr_setsigdefault(&attributes, &usual)
        // A group of its own: the keys that stop a server at a terminal are not for its programs.
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETPGROUP)
        posix_spawnattr_setflags(&attributes, Int16(flags | Int32(others)))
        let arguments = words.map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var identifier: pid_t = 0
        let failure = posix_spawn(&identifier, words[0], &actions, &attributes, arguments, variables)
        guard failure == 0 else { throw NotStarted(reason: String(cString: strerror(failure))) }
        self.identifier = identifier
    }

    /// Waits for the end of the program. To be called once.
    func wait() -> End {
        var information = siginfo_t()
        while waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) == -1, errno == EINTR {}
        hasEnded.withLock { $0 = true }
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) != identifier {
            guard errno == EINTR else { return .exited(127) }
        }
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
    }

    /// Ends the program if it still runs.
    func end() { hasEnded.withLock { if !$0 { _ = kill(identifier, SIGKILL) } } }
}
