// How a program ended, and whose fault that was.

internal import Foundation

struct ProgramEnd {
    var program: String
    /// Its exit status, or the number of the signal that ended it.
    var status: Int32
    var isSignal: Bool
    /// The end of what it complained of.
    var said: String
    /// How long it ran.
    var seconds: Int

    /// What the C library calls the failures of a system, whatever the input was (the locale is fixed), and those of the
    /// programs that come before the real one.
    private static let ownFaults = [
        "No space left on device", "Disk quota exceeded", "Read-only file system", "Permission denied",
        "Too many open files", "Resource temporarily unavailable", "error while loading shared libraries",
        "unshare: ", "setpriv: ", "nice: ",
    ]

    func failure(_ limits: ProgramLimits) -> ProgramFailure {
        if isSignal { return signalled(limits) }
        // How ffmpeg ends after a signal that it caught.
        guard status == 255 else { return exited() }
        return hasUsedUp(limits) ? .exceeded : .unavailable("\(program) was ended from outside")
    }

    /// Whether it may have used all the processor time it had, on all processors at once.
    private func hasUsedUp(_ limits: ProgramLimits) -> Bool {
        seconds * ProcessInfo.processInfo.activeProcessorCount >= limits.processorSeconds
    }

    private func signalled(_ limits: ProgramLimits) -> ProgramFailure {
        switch status {
        case SIGXCPU, SIGXFSZ: .exceeded
        case SIGKILL where seconds >= limits.seconds:
            .unavailable("\(program) was not done after \(limits.seconds) seconds: this machine has too much to do")
        // It had caught the first warning, and did not end.
        case SIGKILL where hasUsedUp(limits): .exceeded
        case SIGKILL, SIGTERM, SIGINT, SIGHUP, SIGQUIT:
            .unavailable("\(program) was ended by a signal (\(status)) from outside; is memory short?")
        default: .refused(status: status, "crashed by signal \(status). \(complaint)")
        }
    }

    private func exited() -> ProgramFailure {
        // 125 to 127: it was never started.
        if (125...127).contains(status) || Self.ownFaults.contains(where: said.contains) {
            return .unavailable("\(program) could not do its work: \(complaint.isEmpty ? "it is missing" : complaint)")
        }
        // What the limit of a file's size comes to where its signal is not heard.
        return said.contains("File too large") ? .exceeded : .refused(status: status, complaint)
    }

    /// One line that may stand in a log.
    private var complaint: String {
        let line = said.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : String($0) }.joined()
        return String(line.trimmingCharacters(in: .whitespaces).suffix(300))
    }
}
