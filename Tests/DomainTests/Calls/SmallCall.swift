// A call on a small server, and people of another one, who do what a seed says: the history that an attacker watches.
import Basics
import Domain

/// SplitMix64: the same seed, the same history.
struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}

/// One account, as it is at a moment.
struct SmallPerson {
    /// Of the attacker, who knows all of it. Of others everybody knows all but `choice`.
    var isOwned = false
    /// Of the other server.
    var isFar = false
    var isEstablished = true
    var isLimited = false
    /// Nil: no post that answers; an option, or `answers` for words that name none.
    var words: Int?
    var choice: Int?
    /// Has done something silently since the last step.
    var hasActed = false
}

/// The state at a moment, and what is shown of the people of one server. Everybody sees the sum of both; the attacker is given each.
struct SmallState {
    /// Those who are counted.
    var people: [SmallPerson]
    var isFar: Bool
    /// Of the last step; nil for nothing.
    var shown: SilentFigures?
    /// Whether a step was taken just now.
    var isStep: Bool
}

/// The steps of one server's people.
private struct SmallServer {
    var secret: Int64
    var shown: SilentFigures?
    var last: Timestamp?
}

struct SmallCall {
    let answers: Int
    let rule: SilentRule
    private var dice: Dice
    /// As it was once: everybody is in the figures of this server, however new the account and wherever it is.
    private let countsAll: Bool
    private var people: [SmallPerson]
    private var servers: [SmallServer] = []
    /// What the attacker saw, a state for each minute and server.
    private(set) var seen: [SmallState] = []

    init(seed: UInt64, rule: SilentRule, lazy: Bool = false, countsAll: Bool = false) {
        var dice = Dice(state: seed)
        answers = dice.chance(50) ? 2 : Int.random(in: 2...5, using: &dice)
        self.rule = rule
        self.countsAll = countsAll
        let count = Int.random(in: dice.chance(20) ? 3...24 : dice.chance(50) ? 44...60 : 22...60, using: &dice)
        let owned = dice.chance(70) ? min(9, count - 1) : Int.random(in: 0...min(9, count - 1), using: &dice)
        let newcomers = [0, 0, 10, 50, 95].randomElement(using: &dice) ?? 0
        let speakers = [0, 10, 50, 50, 90].randomElement(using: &dice) ?? 0
        people = []
        for place in 0..<count {
            var person = SmallPerson(isOwned: place < owned)
            person.isEstablished = person.isOwned || !dice.chance(newcomers)
            if lazy, dice.chance(speakers) { person.words = answers }
            people.append(person)
        }
        // As many new accounts as the attacker likes, and people of another server, of whom nine are the attacker's.
        let made = dice.chance(60) ? Int.random(in: 1...40, using: &dice) : 0
        people += Array(repeating: SmallPerson(isOwned: true, isEstablished: false), count: made)
        let far = dice.chance(50) ? Int.random(in: 10...45, using: &dice) : 0
        for place in 0..<far {
            var person = SmallPerson(isOwned: place < 9, isFar: true)
            person.isEstablished = person.isOwned || !dice.chance(newcomers)
            if lazy, dice.chance(speakers) { person.words = answers }
            people.append(person)
        }
        servers = (0..<2).map { _ in SmallServer(secret: Int64.random(in: rule.secrets, using: &dice)) }
        self.dice = dice
        let habits = (speakers: speakers, silent: [1, 5, 15, 50, 50, 90, 100].randomElement(using: &self.dice) ?? 5)
        let plan = Plan(owned: Int.random(in: 0..<5, using: &self.dice), favourite: self.dice.chance(50))
        for minute in Int64(1)...(lazy ? 6 : 5) {
            act(habits, plan, lazy: lazy)
            tick(Timestamp(seconds: 60 * minute))
        }
    }

    /// What the attacker does with their accounts, and whether honest people have one favourite answer.
    private struct Plan {
        var owned: Int
        var favourite: Bool
    }

    private mutating func act(_ habits: (speakers: Int, silent: Int), _ plan: Plan, lazy: Bool) {
        for place in people.indices {
            if !lazy {
                if dice.chance(20) {
                    let words = dice.chance(60) ? answers : Int.random(in: 0..<answers, using: &dice)
                    people[place].words = dice.chance(habits.speakers) ? words : nil
                }
                if dice.chance(2) { people[place].isLimited.toggle() }
            }
            let option = plan.favourite && !dice.chance(20) ? 0 : Int.random(in: 0..<answers, using: &dice)
            if people[place].isOwned {
                // All in one answer; none; all over; in and out; those of the last minute only.
                switch plan.owned {
                case 0: choose(answers - 1, place, lazy)
                case 1: continue
                case 2: choose(place % answers, place, lazy)
                case 3: choose(dice.chance(50) ? 0 : nil, place, lazy)
                default: if dice.chance(30) { choose(0, place, lazy) }
                }
            } else if dice.chance(habits.silent) {
                choose(dice.chance(habits.silent == 100 ? 2 : 10) ? nil : option, place, lazy)
            }
        }
    }

    private mutating func choose(_ option: Int?, _ place: Int, _ lazy: Bool) {
        guard people[place].choice != option, !(lazy && people[place].hasActed) else { return }
        people[place].choice = option
        people[place].hasActed = true
    }

    private mutating func tick(_ now: Timestamp) {
        for isFar in [false, true] {
            let place = isFar ? 1 : 0
            let counted = people.filter { person in
                !person.isLimited && (countsAll ? !isFar : person.isEstablished && person.isFar == isFar)
            }
            let able = Int64(counted.count { !$0.isFar })
            let isDue = rule.isDue(
                waiting: Int64(counted.count { $0.hasActed && $0.isEstablished }),
                secret: servers[place].secret,
                established: isFar ? nil : Int64(counted.count { $0.isEstablished && !$0.isFar }),
                last: servers[place].last,
                at: now
            )
            if isDue {
                let count = CallCount(counted, answers: answers)
                servers[place].shown = SilentFigures(of: count, able: isFar ? nil : able, rule: rule)
                servers[place].secret = Int64.random(in: rule.secrets, using: &dice)
                servers[place].last = now
            }
            seen.append(SmallState(people: counted, isFar: isFar, shown: servers[place].shown, isStep: isDue))
            for place in people.indices where isDue && people[place].isFar == isFar { people[place].hasActed = false }
        }
    }
}

extension CallCount {
    /// The truth, counted.
    init(_ people: [SmallPerson], answers: Int) {
        self.init(answers: answers)
        for person in people where !person.isLimited {
            let words = person.words.map { $0 < answers ? Int64($0) : -1 }
            if let words { add(1, option: words, .spoke) }
            if let choice = person.choice { add(1, option: Int64(choice), .silent) }
            if let words, person.choice != nil { add(1, option: words, .both) }
        }
    }
}
