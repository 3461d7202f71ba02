// The people of a call by answer and kind, as its magnitude and its poll show them: one table, so that the two never tell
// together what each withholds.

internal import Database
internal import Domain
internal import Storage

struct CallPeople {
    var spoke: Int64
    var silent: Int64
    var shown: Withholding

    /// - Parameter answers: how many answers the call has.
    init(of call: Int64, answers: Int, _ connection: Connection) throws {
        var (spoken, silently) = ([Int64](repeating: 0, count: answers), [Int64](repeating: 0, count: answers))
        var unspecified: Int64 = 0
        for (option, kind, people) in try AnswerQueries.counts(of: call, connection) {
            switch (kind, spoken.indices.contains(Int(clamping: option))) {
            case (.spoke, true): spoken[Int(option)] += people
            case (.spoke, false): unspecified += people
            case (.silent, true): silently[Int(option)] += people
            // Nobody is counted silently without a choice.
            case (.silent, false): break
            }
        }
        spoke = spoken.reduce(unspecified, +)
        silent = silently.reduce(0, +)
        shown = Withholding(spoke: spoken, silent: silently, unspecified: unspecified)
    }
}
