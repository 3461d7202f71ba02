// What will be done later because of what was done now: edits, deletions, withdrawals, further posts of a puppet.

/// A queue by time; few wait at once.
struct Afterthoughts {
    private struct Entry {
        var at: Int64
        var person: Int32
        var action: ReplayAction
    }

    /// The next one last; of equal times the one added first.
    private var waiting: [Entry] = []

    var nextAt: Int64? { waiting.last?.at }

    mutating func add(at moment: Int64, by person: Int32, _ action: ReplayAction) {
        let entry = Entry(at: moment, person: person, action: action)
        var (low, high) = (0, waiting.count)
        while low < high {
            let middle = (low + high) / 2
            if waiting[middle].at > moment { low = middle + 1 } else { high = middle }
        }
        waiting.insert(entry, at: low)
    }

    mutating func take() -> (at: Int64, person: Int32, action: ReplayAction)? {
        waiting.popLast().map { ($0.at, $0.person, $0.action) }
    }
}
