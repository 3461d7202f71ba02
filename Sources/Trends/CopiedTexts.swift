// Which people of a tag wrote nearly the same longer text as others, found as the posts come.

/// A bounded table of the prints of a tag's texts. Rare ones give way, so that a text many people post stays.
struct CopiedTexts: Sendable {
    private struct Group: Sendable {
        /// The first few who posted it; empty once it is known as copied.
        var people: [Int64]
        var isKnown = false
        /// Number of the text that came last.
        var last: Int
    }

    private static let most = 64

    private var prints: [UInt64] = []
    private var groups: [Group] = []
    private var texts = 0

    /// Takes a person's text in. One who posts a text again and again is one person.
    ///
    /// - Parameter least: this many people make copies.
    /// - Returns: who is known by it to have copied: nobody; this person; or all so far, where they are now enough.
    mutating func take(_ print: UInt64, by person: Int64, least: Int) -> [Int64] {
        guard print != 0 else { return [] }
        texts += 1
        guard let place = prints.firstIndex(where: { TextFingerprint.areNear($0, print) }) else {
            put(print, Group(people: [person], last: texts))
            return []
        }
        groups[place].last = texts
        if groups[place].isKnown { return [person] }
        if !groups[place].people.contains(person) { groups[place].people.append(person) }
        guard groups[place].people.count >= least else { return [] }
        defer { groups[place].people = [] }
        groups[place].isKnown = true
        return groups[place].people
    }

    private mutating func put(_ print: UInt64, _ group: Group) {
        guard groups.count >= Self.most else {
            prints.append(print)
            groups.append(group)
            return
        }
        let rarest = groups.indices.min { rank(groups[$0]) < rank(groups[$1]) } ?? 0
        prints[rarest] = print
        groups[rarest] = group
    }

    private func rank(_ group: Group) -> (Int, Int) { (group.isKnown ? .max : group.people.count, group.last) }
}
