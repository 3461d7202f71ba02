// Whether somebody who knows the algorithm, sees every state and has nine accounts of a week and any number of new ones can read a
// silent answer.
import Basics
import Domain
import Testing

@Suite("An attack on silent answers")
struct SilentAttackTests {
    static let batches = 20
    static let batch = 600

    private static func seeds(_ number: Int) -> Range<UInt64> {
        UInt64(number * batch)..<UInt64((number + 1) * batch)
    }

    /// What is certain of anybody in any state of a history.
    private static func certainties(_ seed: UInt64, _ rule: SilentRule, countsAll: Bool = false) -> [String] {
        let call = SmallCall(seed: seed, rule: rule, countsAll: countsAll)
        var found: [String] = []
        var hadStep = false
        for state in call.seen {
            if state.isStep {
                hadStep = hadStep || !state.isFar
                var solver = SilentSolver(state, answers: call.answers, rule: rule)
                found += solver.certainties()
            } else if !hadStep, !state.isFar {
                found += beforeFirstStep(state, rule)
            }
        }
        return found
    }

    /// That no step has come tells how many can have acted: at most so many that the largest secret was not reached.
    private static func beforeFirstStep(_ state: SmallState, _ rule: SilentRule) -> [String] {
        let able = state.people.filter { $0.isEstablished && !$0.isFar }
        guard able.count >= rule.leastEstablished, able.contains(where: { !$0.isOwned }) else { return [] }
        let owned = able.count { $0.isOwned && $0.hasActed }
        let most = rule.leastChanges + rule.secrets.upperBound - 1 - Int64(owned)
        return most > 0 ? [] : ["nobody has answered before the first step"]
    }

    @Test("of nobody is it certain whether they answered, or what: 12,000 small calls", arguments: 0..<batches)
    func nothing(_ number: Int) {
        for seed in Self.seeds(number) {
            let found = Self.certainties(seed, .standard)
            #expect(found.isEmpty, "seed \(seed): \(found)")
        }
    }

    /// The solver finds what there is to find: the same histories with one protection taken away.
    @Test(
        "without any one of the protections the attacker learns of somebody",
        arguments: ["margin", "secret", "established", "counted"]
    )
    func weakened(_ what: String) {
        var rule = SilentRule.standard
        switch what {
        case "margin": rule.margin = 0
        case "secret":
            // Nine accounts of their own wait, and one honest act makes the step.
            rule.secrets = 0...0
        case "counted":
            // Everybody is in the figures, and all but a few of them are the attacker's.
            break
        default:
            // Where nearly everybody is new, the one who is not must have acted. (Without secrets that is seen more often.)
            rule.secrets = 0...0
            let found = (UInt64(0)..<400).flatMap { LazyAttack.certainties($0, rule) }
            #expect(found.isEmpty)
            rule.leastEstablished = 0
        }
        let found = (UInt64(0)..<400).flatMap { seed in
            what == "established"
                ? LazyAttack.certainties(seed, rule) : Self.certainties(seed, rule, countsAll: what == "counted")
        }
        #expect(!found.isEmpty)
    }

    @Test("most of these histories show something, so that there is something to attack")
    func shown() {
        var (steps, totals, together, breakdowns, far) = (0, 0, 0, 0, 0)
        for seed in UInt64(0)..<600 {
            for state in SmallCall(seed: seed, rule: .standard).seen where state.isStep {
                steps += 1
                if state.shown != nil { totals += 1 }
                if state.shown?.together ?? 0 > 0 { together += 1 }
                if state.shown?.breakdown != nil { breakdowns += 1 }
                if state.isFar, state.shown != nil { far += 1 }
            }
        }
        #expect(steps > 400 && totals > 200, "\(steps) \(totals)")
        #expect(together > 20 && breakdowns > 20 && far > 50, "\(together) \(breakdowns) \(far)")
    }

    @Test("of people who act at most once between two steps nothing is certain either", arguments: 0..<batches)
    func lazy(_ number: Int) {
        for seed in UInt64(number * 75)..<UInt64((number + 1) * 75) {
            let found = LazyAttack.certainties(seed, .standard)
            #expect(found.isEmpty, "seed \(seed): \(found)")
        }
    }
}
