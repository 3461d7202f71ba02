// Sock puppets: so many a minute, each pushing one tag two times.

struct Attack: Sendable {
    private let first: Int32
    private let count: Int
    private let start: Double
    private let spacing: Double
    private var sent = 0
    private(set) var nextAt: Int64?
    private var second: [(at: Int64, puppet: Int32)] = []

    init(_ options: PlanOptions) {
        first = Int32(options.people)
        count = options.puppets
        let hours = options.attackHours
        start = hours.lowerBound * 3_600_000
        spacing = (hours.upperBound - hours.lowerBound) * 3_600_000 / Double(max(1, count))
        nextAt = count > 0 ? Int64(start) : nil
    }

    /// The puppet that posts at `nextAt`; half of them post again within three minutes.
    mutating func take(_ random: inout SeededGenerator) -> Int32? {
        guard let at = nextAt else { return nil }
        let puppet: Int32
        if let again = second.first, again.at == at {
            puppet = again.puppet
            second.removeFirst()
        } else {
            puppet = first + Int32(sent)
            sent += 1
            if random.chance(0.5) { second.append((at + 180_000, puppet)) }
        }
        let fresh = sent < count ? Int64(start + Double(sent) * spacing) : nil
        nextAt = [fresh, second.first?.at].compactMap { $0 }.min()
        return puppet
    }
}
