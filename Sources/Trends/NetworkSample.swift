// From how many networks the first few people of a tag come: all that is asked of networks, for an hour.

internal import Basics

/// Networks of a few people of the last hour. No address is in it: see `TagUse.network`.
struct NetworkSample: Sendable {
    /// More people than this do not need it.
    private static let most = 24
    private static let hour: Int64 = 3_600_000

    private struct Entry: Sendable {
        var person: Int64
        var at: Int64
        var node: UInt32
        var network: UInt32
    }

    private var entries: [Entry] = []

    /// Somebody of another server comes from there.
    mutating func take(_ use: TagUse) {
        guard use.network != 0 || use.origin != 0 else { return }
        entries.removeAll { $0.person == use.person }
        guard entries.count < Self.most else { return }
        let isHere = use.origin == 0
        entries.append(
            Entry(
                person: use.person,
                at: use.at.milliseconds,
                node: isHere ? use.network >> 16 : .max,
                network: isHere ? use.network & 0xffff : UInt32(bitPattern: use.origin)
            )
        )
    }

    /// With those of another tag; each person once.
    mutating func add(_ other: NetworkSample) {
        for entry in other.entries where entries.count < Self.most {
            if !entries.contains(where: { $0.person == entry.person }) { entries.append(entry) }
        }
    }

    mutating func trim(now: Timestamp) {
        if !entries.isEmpty { entries.removeAll { $0.at <= now.milliseconds - Self.hour } }
    }

    /// Whether `least` people or more of the last hour are known, and not more than half of them from one network. What two
    /// nodes saw cannot be compared: the largest of each counts as one.
    func isSpread(_ least: Int, now: Timestamp) -> Bool {
        let known = entries.filter { $0.at > now.milliseconds - Self.hour }
        guard known.count >= least else { return false }
        let largest = Dictionary(grouping: known, by: \.node).mapValues { people in
            Dictionary(grouping: people, by: \.network).values.map(\.count).max() ?? 0
        }
        let local = largest.filter { $0.key != .max }.values.reduce(0, +)
        return max(local, largest[.max] ?? 0) * 2 <= known.count
    }
}
