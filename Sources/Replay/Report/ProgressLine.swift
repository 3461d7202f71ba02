// How far a replay is, on standard error: a bar on a terminal, a plain line now and then elsewhere.

internal import Foundation
internal import Synchronization

public final class ProgressLine: Sendable {
    private struct State {
        var writes = 0
        var at: ContinuousClock.Instant
        var rate = 0.0
    }

    private let isTerminal: Bool
    private let isQuiet: Bool
    private let state: Mutex<State>

    public init(quiet: Bool = false) {
        isQuiet = quiet
        isTerminal = isatty(STDERR_FILENO) != 0
        state = Mutex(State(at: ContinuousClock.now))
    }

    var pause: Duration { isTerminal ? .milliseconds(200) : .seconds(5) }

    func show(done: Int, of total: Int, writes: Int, reads: Int) {
        guard !isQuiet, done > 0 || isTerminal else { return }
        let rate = state.withLock { state in
            let now = ContinuousClock.now
            let (seconds, attoseconds) = (now - state.at).components
            let passed = Double(seconds) + Double(attoseconds) * 1e-18
            if passed >= 0.9 {
                state.rate = Double(writes - state.writes) / passed
                (state.writes, state.at) = (writes, now)
            }
            return state.rate
        }
        let share = min(1, Double(done) / Double(max(total, 1)))
        let figures = "\(Int(share * 100)) %, \(done) of about \(total) events, \(Int(rate)) a second"
        let reading = reads > 0 ? ", \(reads) reads" : ""
        if isTerminal {
            let filled = Int(share * 30)
            let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
            write("\r\(bar) \(figures)\(reading)\u{1B}[K")
        } else {
            write("replay: \(figures)\(reading)\n")
        }
    }

    /// Leaves the line.
    func finish() { if isTerminal, !isQuiet { write("\r\u{1B}[K") } }

    /// A sentence between the figures.
    public func say(_ sentence: String) { if !isQuiet { write(sentence + "\n") } }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
