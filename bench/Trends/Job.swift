// One run: a kind of series, a size of server, a seed, and what came of it.

struct Job: Sendable {
    var kind: Kind
    var size: Int
    /// One, or all at once.
    var seeds: [UInt64]

    struct Result: Sendable {
        var job: Job
        var place: Int
        var tallies: [Tally]
        /// For one that Chorus got wrong: what was drawn, and which gates held it.
        var failure: String?
    }

    private func dice(_ base: UInt64, _ seed: UInt64) -> Dice {
        Dice(base, Dice.seed(of: kind.name), UInt64(size), seed)
    }

    private func series(_ base: UInt64) -> Series? {
        let all = seeds.map { seed in
            var dice = dice(base, seed)
            return kind.draw(&dice, size)
        }
        return .together(all)
    }

    /// - Parameter base: what all seeds of a release have in common.
    func run(on server: Server, base: UInt64, place: Int) -> Result {
        guard let series = series(base) else { return Result(job: self, place: place, tallies: []) }
        let watchers = server.watch(series, dice(base, ~(seeds.first ?? 0)))
        let tallies = server.tallies(series, watchers)
        var result = Result(job: self, place: place, tallies: tallies)
        if let wrong = tallies.first?.wrong {
            let held = Set(series.judged.flatMap(\.tags).flatMap { watchers.chorus.held[$0] ?? [] })
            let gates = held.isEmpty ? "" : ", held for \(held.sorted().joined(separator: " and "))"
            let seed = seeds.count == 1 ? "seed \(seeds[0])" : "all seeds at once"
            result.failure = "row \(kind.row), \(kind.name), \(size) active, \(seed) (\(series.note)): \(wrong)\(gates)"
        }
        return result
    }

    /// All of some kinds; those that take long come first.
    static func all(_ kinds: [Kind], sizes: [Int], seeds: Int) -> [Job] {
        kinds.flatMap { kind in
            kind.sizes.filter(sizes.contains).flatMap { size in
                let numbers = (0..<min(seeds, kind.mostSeeds)).map { UInt64($0) + 1 }
                return kind.isLong && size >= 100_000
                    ? [Job(kind: kind, size: size, seeds: numbers)]
                    : numbers.map { Job(kind: kind, size: size, seeds: [$0]) }
            }
        }
    }

    /// Runs all on all cores. By order of `jobs`.
    static func run(_ jobs: [Job], base: UInt64) async -> [Result] {
        let servers = await withTaskGroup(of: ([Int], Server).self) { group in
            for key in Set(jobs.map(\.server)) {
                group.addTask { (key, Server(people: key[0], tags: key[1], seed: base)) }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        let heavyFirst = jobs.enumerated().sorted { $0.element.weight > $1.element.weight }
        return await withTaskGroup(of: Result.self) { group in
            for (place, job) in heavyFirst {
                guard let server = servers[job.server] else { continue }
                group.addTask { job.run(on: server, base: base, place: place) }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.place < $1.place }
        }
    }

    /// People and tags of the server it runs on.
    private var server: [Int] { [size, kind.tags] }

    private var weight: Int { size * (kind.isLong ? seeds.count + 1 : 1) * (kind.mostSeeds < 1000 ? 10 : 1) }
}
