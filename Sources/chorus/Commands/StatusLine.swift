// How far a long command is, on one line of a terminal; nothing where standard error is none.

import Foundation
import Server
import Synchronization

final class StatusLine: Sendable {
    private let isTerminal = isatty(STDERR_FILENO) != 0
    /// What it is at, and since when.
    private let step = Mutex<(text: String, start: ContinuousClock.Instant)>(("", .now))

    func show(_ step: ProgressStep) {
        guard isTerminal else { return }
        let start = self.step.withLock { known in
            if known.text != step.text { known = (step.text, .now) }
            return known.start
        }
        guard let share = step.share else { return write("\r\(step.text) \(step.detail)\u{1B}[K") }
        let filled = Int(share * 30)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        write("\r\(bar) \(step.text) \(Int(share * 100)) %\(left(share, since: start))\u{1B}[K")
    }

    func show(_ text: String) { if isTerminal { write("\r\(text)\u{1B}[K") } }

    /// The time that the rest takes at the pace so far.
    private func left(_ share: Double, since start: ContinuousClock.Instant) -> String {
        let passed = Double((ContinuousClock.now - start).components.seconds)
        guard passed >= 2, share > 0.01 else { return "" }
        let seconds = Int(passed * (1 - share) / share)
        let rest = seconds % 60
        return ", \(seconds / 60):\(rest < 10 ? "0" : "")\(rest) left"
    }

    /// Leaves the line.
    func clear() { if isTerminal { write("\r\u{1B}[K") } }

    /// A sentence beside the output.
    func say(_ sentence: String) {
        clear()
        write(sentence + "\n")
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
