// What holds a program down: the kernel's limits, no network, and the death of its parent.

internal import Foundation

enum Confinement {
    /// The words of a command that sets the limits and then becomes the program.
    ///
    /// The shell sets what the kernel then holds the program to; `nice` lets requests go first. Whoever asks for the
    /// signal of its parent's death after that death waits for ever: the shell looks whose child it is.
    static func command(
        _ program: String,
        _ arguments: [String],
        startsOthers: Bool,
        _ limits: ProgramLimits
    ) -> [String] {
        // The softer limit of the processor is told by a signal of its own, so that it is known who ended the program.
        let bounds = """
            [ "$PPID" = \(ProcessInfo.processInfo.processIdentifier) ] || exit 125; ulimit -c 0; \
            ulimit -S -t \(limits.processorSeconds); ulimit -H -t \(limits.processorSeconds + 2); \
            ulimit -f \(limits.fileBytes / 512 + 1); ulimit -v \(limits.memory / 1024) 2>/dev/null; ulimit -n 64; \
            exec \(namespaces)\(startsOthers ? family : "")nice -n 10 "$0" "$@"
            """
        return deathSignal + ["/bin/sh", "-c", bounds, program] + arguments
    }

    /// Whether programs end with this process, even if that is killed.
    static var isTied: Bool { !deathSignal.isEmpty }

    private static let deathSignal: [String] = {
        let words = ["/usr/bin/setpriv", "--pdeathsig", "KILL"]
        return works(words) ? words : []
    }()

    /// Where the system lets us, the program has no network at all.
    private static let namespaces: String = {
        let words = ["/usr/bin/unshare", "--user", "--map-current-user", "--net"]
        return works(words) ? words.joined(separator: " ") + " " : ""
    }()

    /// Processes of their own: when the first of them ends, the kernel ends all (pid_namespaces(7)).
    private static let family = namespaces.isEmpty ? "" : "/usr/bin/unshare --pid --fork --kill-child "

    static func prepare() { _ = (deathSignal, family) }

    private static func works(_ words: [String]) -> Bool {
        let nowhere = open("/dev/null", O_RDWR | O_CLOEXEC)
        guard nowhere >= 0 else { return false }
        defer { close(nowhere) }
        let files = [nowhere, nowhere, nowhere]
        return (try? ChildProcess(words + ["/bin/true"], files: files))?.wait() == .exited(0)
    }
}

extension LimitedProgram {
    /// Whether all programs end with this process, even where it is killed; needs util-linux.
    public static var endsWithThisProcess: Bool { Confinement.isTied }

    /// Finds out what holds programs down here, for all later runs: to be called while there are files to be had.
    public static func prepare() { Confinement.prepare() }
}
