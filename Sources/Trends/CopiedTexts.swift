// Which people of a tag wrote nearly the same longer text as others, found as the posts come.

/// A bounded table of the prints of a tag's texts. Rare ones give way, so that a text many people post stays.
struct CopiedTexts: Sendable {
    private struct Group: Sendable {
        let number: Int32
        /// It is the text of a call.
        var isAnswer: Bool
        /// The first few who posted it; empty once it is known as copied.
        var people: [Int64]
        var isKnown = false
        /// Number of the text that came last.
        var last: Int
    }

    /// Who is known by a text to have copied.
    struct Found {
        /// Nobody; this person; or all so far, where they are now enough.
        var copiers: [Int64] = []
        /// Number of the text, from 1 on, and whether it is that of a call.
        var number: Int32 = 0
        var isAnswer = false
        /// Nobody has posted it before.
        var isNew = false
    }

    /// Different texts that are held for one tag.
    private static let most = 2048

    private var prints: [TextFingerprint.Print] = []
    private var groups: [Group] = []
    private var texts = 0
    private var numbers: Int32 = 0
    /// Texts of the tag's calls, whole and in parts.
    private(set) var answers: [TextFingerprint.Print] = []

    /// Different texts that are held.
    var count: Int { groups.count }

    /// Takes a person's text in. One who posts a text again and again is one person.
    ///
    /// - Parameters:
    ///   - least: this many people make copies.
    ///   - isKept: whether a new text is held, to find its copies.
    mutating func take(_ print: TextFingerprint.Print, by person: Int64, least: Int, isKept: Bool) -> Found {
        guard print != TextFingerprint.none else { return Found() }
        texts += 1
        guard let place = place(of: print) else {
            if isKept { put(print, person) }
            return Found(isNew: true)
        }
        groups[place].last = texts
        let group = groups[place]
        if group.isKnown { return Found(copiers: [person], number: group.number, isAnswer: group.isAnswer) }
        if !group.people.contains(person) { groups[place].people.append(person) }
        guard groups[place].people.count >= least else { return Found() }
        defer { groups[place].people = [] }
        groups[place].isKnown = true
        return Found(copiers: groups[place].people, number: group.number, isAnswer: group.isAnswer)
    }

    /// From now on these are the texts of calls. Returns whether each text that is held is one, by its number.
    mutating func setAnswers(_ answers: [TextFingerprint.Print]) -> [Int32: Bool] {
        self.answers = answers
        for place in groups.indices { groups[place].isAnswer = isAnswer(prints[place]) }
        return Dictionary(groups.map { ($0.number, $0.isAnswer) }, uniquingKeysWith: { $1 })
    }

    /// Texts that are not known as copied yet, with those who posted them.
    var rareTexts: [(print: TextFingerprint.Print, people: [Int64])] {
        zip(prints, groups).compactMap { $1.isKnown || $1.isAnswer ? nil : ($0, $1.people) }
    }

    private func isAnswer(_ print: TextFingerprint.Print) -> Bool {
        answers.contains { TextFingerprint.areNear($0, print) }
    }

    private func place(of print: TextFingerprint.Print) -> Int? {
        prints.firstIndex { TextFingerprint.equalRows($0, print) >= TextFingerprint.nearRows }
    }

    private mutating func put(_ print: TextFingerprint.Print, _ person: Int64) {
        numbers &+= 1
        let group = Group(number: numbers, isAnswer: isAnswer(print), people: [person], last: texts)
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
