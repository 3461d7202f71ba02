// The attacker: knows the algorithm, sees every state, owns some accounts, and asks what must be so of somebody else.
import Domain

/// What of one published state is certain, over all states that are consistent with it.
///
/// Between two steps everybody may change their mind any number of times, also within the last minute, and what changed is
/// not published by itself: so a state is consistent with a history exactly if it is consistent with the figures of its own step.
/// Honest people who said the same in public are alike to the attacker. So instead of all states it is enough to look at all
/// numbers of silent people in each such group: one of them is certain to be silent if in every consistent state all are.
struct SilentSolver {
    private let answers: Int
    private let rule: SilentRule
    private let shown: SilentFigures?
    /// Nil for another server, of which the attacker does not know how many people it has, either.
    private let able: Int64?
    /// By words: each answer, none of them, not spoken.
    private var sizes: [Int]
    private var honest: [Int]
    private var ownedIn: [Int]
    /// The attacker's own, by option.
    private var ownedOptions: [Int64]
    private var truth: [Int]
    private var couldBeIn: [Bool]
    private var couldBeOut: [Bool]

    init(_ state: SmallState, answers: Int, rule: SilentRule) {
        (self.answers, self.rule, shown) = (answers, rule, state.shown)
        sizes = Array(repeating: 0, count: answers + 2)
        honest = sizes
        ownedIn = sizes
        truth = sizes
        ownedOptions = Array(repeating: 0, count: answers)
        for person in state.people {
            let group = person.words ?? answers + 1
            sizes[group] += 1
            if person.isOwned {
                if let choice = person.choice {
                    ownedIn[group] += 1
                    ownedOptions[choice] += 1
                }
            } else {
                honest[group] += 1
                if person.choice != nil { truth[group] += 1 }
            }
        }
        able = state.isFar ? nil : Int64(state.people.count { !$0.isFar })
        // Somebody there of whom nobody has heard.
        if state.isFar { honest[answers + 1] += 1 }
        couldBeIn = honest.map { $0 == 0 }
        couldBeOut = couldBeIn
    }

    /// What is certain of honest people, in words; nothing is as it should be.
    mutating func certainties() -> [String] {
        search()
        var found: [String] = []
        for group in honest.indices {
            if !couldBeIn[group] { found.append("nobody of \(honest[group]) in group \(group) has answered") }
            if !couldBeOut[group] { found.append("all of \(honest[group]) in group \(group) have answered") }
        }
        let possible = (0..<answers).filter(isPossible)
        if honest.reduce(0, +) > 0, possible.count < 2, !possible.isEmpty {
            found.append("whoever has answered chose \(possible)")
        }
        return found
    }

    private var isDone: Bool { couldBeIn.allSatisfy(\.self) && couldBeOut.allSatisfy(\.self) }

    /// States near the true one first, which mostly is enough; all of them if it is not.
    private mutating func search() {
        note(truth)
        for group in honest.indices {
            for value in 0...honest[group] where shown == nil {
                var state = truth
                state[group] = value
                note(state)
            }
            for other in honest.indices where other != group && !isDone {
                for moved in 1...max(1, honest[group]) {
                    var state = truth
                    state[group] += moved
                    state[other] -= moved
                    guard state[group] <= honest[group], state[other] >= 0 else { break }
                    note(state)
                    if isDone { return }
                }
            }
        }
        guard !isDone else { return }
        var state = honest.map { _ in 0 }
        all(from: 0, &state)
    }

    private mutating func all(from group: Int, _ state: inout [Int]) {
        guard group < honest.count else { return note(state) }
        for value in 0...honest[group] where !isDone {
            state[group] = value
            all(from: group + 1, &state)
        }
        state[group] = 0
    }

    private mutating func note(_ state: [Int]) {
        let addsAnything = state.indices.contains {
            state[$0] > 0 && !couldBeIn[$0] || state[$0] < honest[$0] && !couldBeOut[$0]
        }
        guard addsAnything, isConsistent(state) else { return }
        for group in state.indices {
            if state[group] > 0 { couldBeIn[group] = true }
            if state[group] < honest[group] { couldBeOut[group] = true }
        }
    }

    /// Whether the algorithm shows for this state what was shown.
    private func isConsistent(_ state: [Int]) -> Bool {
        var count = CallCount(answers: answers)
        for group in state.indices {
            let (size, both) = (Int64(sizes[group]), Int64(state[group] + ownedIn[group]))
            if group < answers {
                (count.spoke[group], count.both[group]) = (size, both)
            } else if group == answers {
                (count.unspecified, count.bothUnspecified) = (size, both)
            }
        }
        let people = Int64(state.reduce(0, +))
        if let options = shown?.breakdown?.silent {
            guard options.reduce(0, +) == people + ownedOptions.reduce(0, +),
                zip(options, ownedOptions).allSatisfy({ $0 >= $1 })
            else { return false }
            count.silent = options
            return SilentFigures(of: count, able: able, rule: rule) == shown
        }
        // Where no breakdown is shown, one answer is small: then the others may all be in one that is not.
        return (0..<answers).contains { answer in
            count.silent = ownedOptions
            count.silent[answer] += people
            return SilentFigures(of: count, able: able, rule: rule) == shown
        }
    }

    /// Whether an honest person who has answered may have chosen this.
    private func isPossible(_ answer: Int) -> Bool {
        guard let shown else { return true }
        if let options = shown.breakdown?.silent { return options[answer] > ownedOptions[answer] }
        var least = ownedOptions
        least[answer] += 1
        let rest = shown.silent - least.reduce(0, +)
        guard rest >= 0 else { return false }
        // Of another server it is never shown.
        guard able != nil else { return true }
        // Some answer is below the least that is shown: this one or another, and the rest is in one of the others.
        return least.indices.contains { small in
            least[small] < rule.least && (rest == 0 || answers > 1)
        }
    }
}
