// A kind of series: what is drawn from a seed, and for which sizes of server.

struct Kind: Sendable {
    /// The row of the list this kind belongs to, for `--rows`.
    let row: String
    let name: String
    /// People active in a day.
    var sizes = [30, 300, 3000, 100_000]
    /// Of 100,000 people all seeds run on one server at once, each with its tags, to be quick: for series of many weeks.
    var isLong = false
    /// For those that are many tags and days each: this many seeds at most.
    var mostSeeds = 1000
    /// For those that judge the server's usual tags: many of these, instead of the few that are used most.
    var isOfAllTags = false
    let draw: @Sendable (inout Dice, Int) -> Series

    static let (fewTags, allTags) = (200, 2000)
    var tags: Int { isOfAllTags ? Self.allTags : Self.fewTags }

    static let all: [Kind] =
        Movements.kinds + Crowds.kinds + Answers.kinds + Rituals.kinds + Floods.kinds + Tides.kinds + [Election.kind]
}
