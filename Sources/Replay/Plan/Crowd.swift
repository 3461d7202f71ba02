// Who does the next thing: a new person, or one who has done something before.

/// People of the plan. Bounded memory: whoever returns is drawn from a sample of the events so far.
struct Crowd {
    static let sampleSize = 1 << 20

    let size: Int
    private var arrived = 0
    /// Authors of events, so that a draw finds busy people more often (Simon's process, see `Mix`).
    private var sample: [Int32] = []
    private var seen = 0
    private var retired: Set<Int32> = []
    private var quiet: Set<Int32> = []

    init(size: Int) { self.size = size }

    /// Whoever posts or reblogs next.
    mutating func next(_ random: inout SeededGenerator) -> (person: Int32, isNew: Bool) {
        if random.chance(1 / Mix.postsPerPerson), let person = newcomer() {
            note(person, &random)
            return (person, true)
        }
        let person = returning(&random) ?? newcomer() ?? 0
        note(person, &random)
        return (person, false)
    }

    /// Whoever is counted without being seen next: at most once each; nil if there is nobody left.
    mutating func nextQuiet(_ random: inout SeededGenerator) -> (person: Int32, isNew: Bool)? {
        if random.chance(Mix.quietByNewPeople), let person = newcomer() {
            quiet.insert(person)
            return (person, true)
        }
        for _ in 0..<8 {
            guard let person = returning(&random), quiet.insert(person).inserted else { continue }
            return (person, false)
        }
        return nil
    }

    /// They have taken it all back: nothing more is heard of them.
    mutating func retire(_ person: Int32) { retired.insert(person) }

    private mutating func newcomer() -> Int32? {
        guard arrived < size else { return nil }
        arrived += 1
        return Int32(arrived - 1)
    }

    private func returning(_ random: inout SeededGenerator) -> Int32? {
        for _ in 0..<64 {
            guard let person = random.pick(sample) else { return nil }
            if !retired.contains(person) { return person }
        }
        return nil
    }

    private mutating func note(_ person: Int32, _ random: inout SeededGenerator) {
        seen += 1
        if sample.count < Crowd.sampleSize {
            sample.append(person)
        } else {
            let place = random.below(seen)
            if place < sample.count { sample[place] = person }
        }
    }
}
