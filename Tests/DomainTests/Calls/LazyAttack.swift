// The attacker who knows that nobody acts more than once between two steps: then every act is a change, and a step says that
// at least so many established people have changed.
import Domain

enum LazyAttack {
    /// How many honest people are silent: speakers, and others.
    private struct Vector: Hashable {
        var counts: [Int]
        subscript(_ place: Int) -> Int { counts[place] }
    }

    /// What is certain of anybody at any step. All have said in public what they say before the first minute, in words that
    /// name no answer.
    static func certainties(_ seed: UInt64, _ rule: SilentRule) -> [String] {
        let call = SmallCall(seed: seed, rule: rule, lazy: true)
        return [false, true].flatMap { isFar in
            certainties(call.seen.filter { $0.isStep && $0.isFar == isFar }, call.answers, rule)
        }
    }

    private static func certainties(_ steps: [SmallState], _ answers: Int, _ rule: SilentRule) -> [String] {
        guard let first = steps.first else { return [] }
        var sizes = [0, 0]
        for person in first.people where !person.isOwned { sizes[place(person)] += 1 }
        if first.isFar { sizes[1] += 1 }
        let consistent = steps.map { vectors($0, sizes, answers, rule) }
        // So many established honest people must have changed, at the least.
        let changes = steps.map { state in
            max(0, Int(rule.leastChanges + rule.secrets.lowerBound) - state.people.count { $0.isOwned && $0.hasActed })
        }
        var reachable: [[Vector]] = []
        for (step, vectors) in consistent.enumerated() {
            let before = step == 0 ? [Vector(counts: [0, 0])] : front(reachable[step - 1])
            let least = changes[step]
            reachable.append(vectors.filter { vector in before.contains { changed($0, vector, sizes) >= least } })
        }
        for step in reachable.indices.dropLast().reversed() {
            let after = front(reachable[step + 1])
            reachable[step] = reachable[step].filter { vector in
                after.contains { changed(vector, $0, sizes) >= changes[step + 1] }
            }
        }
        return reachable.enumerated().flatMap { step, vectors in
            sizes.indices.filter { sizes[$0] > 0 }.compactMap { place in
                if vectors.allSatisfy({ $0[place] == 0 }) { return "step \(step): nobody of class \(place)" }
                if vectors.allSatisfy({ $0[place] == sizes[place] }) { return "step \(step): all of class \(place)" }
                return nil
            }
        }
    }

    private static func place(_ person: SmallPerson) -> Int { person.words == nil ? 1 : 0 }

    /// The most people who may have changed: who was silent may have changed the answer, or become or ceased
    /// to be; who was not before and after has done nothing.
    private static func changed(_ before: Vector, _ after: Vector, _ sizes: [Int]) -> Int {
        min(sizes[0], before[0] + after[0]) + min(sizes[1], before[1] + after[1])
    }

    /// Those with the most people: whatever is possible beside others is so beside one of these.
    private static func front(_ vectors: [Vector]) -> [Vector] {
        var most: [Int: Int] = [:]
        for vector in vectors { most[vector[0]] = max(most[vector[0]] ?? 0, vector[1]) }
        return most.map { Vector(counts: [$0, $1]) }
    }

    /// All vectors for which the algorithm shows what was shown.
    private static func vectors(
        _ state: SmallState,
        _ sizes: [Int],
        _ answers: Int,
        _ rule: SilentRule
    ) -> [Vector] {
        let owned = CallCount(state.people.filter(\.isOwned), answers: answers)
        let speakers = Int64(state.people.count { $0.words != nil })
        var known: [Int: Bool] = [:]
        func isConsistent(_ both: Int, _ others: Int) -> Bool {
            if let known = known[both << 16 | others] { return known }
            var count = CallCount(answers: answers)
            count.unspecified = speakers
            count.bothUnspecified = owned.bothUnspecified + Int64(both)
            let shows = { (options: [Int64]) in
                count.silent = options
                return SilentFigures(of: count, able: state.isFar ? nil : Int64(state.people.count), rule: rule)
                    == state.shown
            }
            let found: Bool
            if let options = state.shown?.breakdown?.silent {
                found = options.reduce(0, +) == Int64(both + others) + owned.totalSilent && shows(options)
            } else {
                found = (0..<answers).contains { answer in
                    var options = owned.silent
                    options[answer] += Int64(both + others)
                    return shows(options)
                }
            }
            known[both << 16 | others] = found
            return found
        }
        return (0...sizes[0]).flatMap { both in
            (0...sizes[1]).filter { isConsistent(both, $0) }.map { Vector(counts: [both, $0]) }
        }
    }
}
