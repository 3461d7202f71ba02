// Trends that are one event under several names, as in several languages: the same people use them.

enum SharedPeople {
    /// Trends that are compared with each other, and people of each that are looked for in the other.
    private static let mostTrends = 30
    private static let mostPeople = 300
    /// A group is joined to another by a tag with a quarter of its people at least.
    private static let timesJoined = 4

    /// Shows listed trends that share their people with a larger one as its companions.
    static func join(
        _ found: inout [TrendAssessment],
        _ tags: [Int64: FollowedTag],
        refused: Set<Int64>,
        _ surroundings: TrendGates.Surroundings,
        _ parameters: TrendParameters
    ) {
        let trends = found.indices.filter {
            found[$0].state == .listed && found[$0].shelf != .perennial && found[$0].isCompanionOf == nil
                && !refused.contains(found[$0].tag)
        }.sorted { (found[$0].score, found[$1].tag) > (found[$1].score, found[$0].tag) }.prefix(mostTrends)
        let bySize = trends.sorted {
            (found[$0].peopleOfDay, found[$1].tag) > (found[$1].peopleOfDay, found[$0].tag)
        }
        // Each group begins with its largest. What shares people with any of a group belongs to it: one event in a dozen
        // languages is a chain. Two groups are one by a tag that shares with both, unless that is small: a few people who use
        // three tags do not put a movement behind another.
        var groups: [[Int]] = []
        for place in bySize {
            let near = groups.indices.filter { number in
                groups[number].contains { areOne(found[$0].tag, found[place].tag, tags, surroundings, parameters) }
            }
            guard let first = near.first else {
                groups.append([place])
                continue
            }
            let joined = near.dropFirst().filter {
                found[groups[$0][0]].peopleOfDay <= timesJoined * found[place].peopleOfDay
            }
            groups[first] += joined.flatMap { groups[$0] } + [place]
            for number in joined.reversed() { groups.remove(at: number) }
        }
        for group in groups where group.count > 1 { show(group, &found) }
    }

    /// Shows the trends of a group, and what they show, with its first.
    private static func show(_ group: [Int], _ found: inout [TrendAssessment]) {
        let (lead, others) = (group[0], Set(group.dropFirst().map { found[$0].tag }))
        for place in group.dropFirst() {
            let spellings = found[place].companions.map { Companion(tag: $0.tag, kind: .people, people: $0.people) }
            found[lead].companions.append(Companion(tag: found[place].tag, kind: .people, people: found[place].people))
            found[lead].companions += spellings
            found[place].companions = []
            found[place].isCompanionOf = found[lead].tag
        }
        for place in found.indices where found[place].isCompanionOf.map(others.contains) ?? false {
            found[place].isCompanionOf = found[lead].tag
        }
    }

    /// Only people beyond doubt are shared: puppets who put an insult beside a movement's tag join nothing.
    private static func areOne(
        _ first: Int64,
        _ second: Int64,
        _ tags: [Int64: FollowedTag],
        _ surroundings: TrendGates.Surroundings,
        _ parameters: TrendParameters
    ) -> Bool {
        guard let larger = tags[first]?.activity, let smaller = tags[second]?.activity else { return false }
        let (all, few) = (Double(larger.people.count), Double(smaller.people.count))
        let sample = smaller.people.prefix(mostPeople)
        let shared = sample.count { id, person in
            guard let other = larger.people[id] else { return false }
            return (surroundings.isNewServer || !person.isNew) && !person.isCopier && !other.isCopier
        }
        let estimate = few * Double(shared) / Double(max(1, sample.count))
        let chance = all * few / Double(max(surroundings.activePeople, larger.people.count))
        return shared >= parameters.leastPeople && estimate >= parameters.sharedOfSmaller * few
            && estimate >= parameters.sharedOfLarger * all && estimate > parameters.sharedOfChance * chance
    }
}
