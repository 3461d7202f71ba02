// What happens at one place of the curve.

internal import Foundation

extension ReplayPlan {
    private static let minute: Int64 = 60_000

    /// The days before: the tag of the protest two days earlier, and the one of years ago.
    mutating func earlier(_ at: Int64) -> (Int32, ReplayAction)? {
        let (person, _) = crowd.next(&random)
        let tags: TagSet = random.chance(0.8) ? .boycott : .yesAllWomen
        return (person, .post(newPost(), to: nil, tags: tags, content: .earlier))
    }

    /// One event from the call on.
    mutating func occurrence(_ at: Int64) -> (Int32, ReplayAction)? {
        if options.hasCall, random.chance(Mix.quiet) {
            guard let (person, isNew) = crowd.nextQuiet(&random) else { return nil }
            let answer = random.chance(0.75) ? 0 : 1
            maybeWithdraw(person, isNew: isNew, at)
            let isVote = random.chance(Mix.votesAmongQuiet)
            return (person, isVote ? .vote(answer: answer) : .answerSilently(answer: answer))
        }
        let (person, isNew) = crowd.next(&random)
        let toCall = replyToCallChance(at)
        let others = (1 - toCall) / (100 - Mix.repliesToCall)
        switch random.place(weights: [
            toCall, (Mix.replies - Mix.repliesToCall) * others, Mix.originals * others, Mix.reblogs * others,
        ]) {
        case 0: return (person, write(to: 0, at, person, isNew))
        case 1:
            guard let post = shelf.pick(for: person, &random) else { return (person, write(to: 0, at, person, isNew)) }
            return (person, write(to: post, at, person, isNew))
        case 2: return (person, write(to: nil, at, person, isNew))
        default:
            if random.chance(Mix.reblogsOfCall) { return (person, .reblog(0)) }
            return (person, .reblog(shelf.pick(for: person, &random) ?? 0))
        }
    }

    /// 83 k × (1 − e^(−t / 30 h)) replies, as a share of the engagements of that moment.
    private func replyToCallChance(_ at: Int64) -> Double {
        guard !options.isFlat else { return Mix.repliesToCall / 100 }
        let hour = Double(at) / 3_600_000
        let perHour: Double = 83_000 / 30 * exp(-hour / 30)
        return min(0.85, perHour / max(curve.rate(hour), 1))
    }

    private mutating func write(to: PostNumber?, _ at: Int64, _ person: Int32, _ isNew: Bool) -> ReplayAction {
        let post = newPost()
        let isTagged = to == nil || random.chance(Mix.taggedReplies)
        let tags = isTagged ? drawTags() : []
        let content = Mix.contents[random.place(weights: Mix.contents.map(\.share))].content
        if to == nil { shelf.add(post, by: person) }
        later(post, to: to, tags: tags, content: content, at, person, isNew)
        return .post(post, to: to, tags: tags, content: content)
    }

    private mutating func drawTags() -> TagSet {
        var tags = TagSet.movement
        let draw = random.unit()
        guard draw >= Mix.oneTag else { return tags }
        let more = draw < Mix.oneTag + Mix.twoTags ? 1 : 2 + random.below(2)
        while tags.places.count <= more { tags.insert(TagSet(rawValue: 1 << UInt16(1 + random.below(5)))) }
        return tags
    }

    private mutating func later(
        _ post: PostNumber,
        to: PostNumber?,
        tags: TagSet,
        content: Content,
        _ at: Int64,
        _ person: Int32,
        _ isNew: Bool
    ) {
        let isAnswer = to == 0 || tags.contains(.movement)
        if isAnswer, maybeWithdraw(person, isNew: isNew, at) {
            // What may go with them is shown to nobody for reblogging.
            shelf.remove(post)
            return
        }
        switch random.unit() {
        case ..<Mix.deleted:
            shelf.remove(post)
            afterthoughts.add(at: at + delay(1...30), by: person, .delete(post))
        case ..<(Mix.deleted + Mix.edited):
            let drops = random.chance(Mix.editsThatDropTags)
            let edit = ReplayAction.edit(post, to: to, tags: tags, content: content, dropsTags: drops)
            afterthoughts.add(at: at + delay(1...10), by: person, edit)
        default: break
        }
    }

    @discardableResult
    private mutating func maybeWithdraw(_ person: Int32, isNew: Bool, _ at: Int64) -> Bool {
        guard options.hasCall, isNew, random.chance(Mix.withdrawals) else { return false }
        crowd.retire(person)
        let deletes = random.chance(Mix.withdrawalsWithPosts)
        afterthoughts.add(at: at + delay(1...20), by: person, .withdraw(deletesPosts: deletes))
        return true
    }

    private mutating func delay(_ minutes: ClosedRange<Int64>) -> Int64 {
        let span = Double(minutes.upperBound - minutes.lowerBound) * random.unit()
        return Int64((Double(minutes.lowerBound) + span) * Double(ReplayPlan.minute))
    }

    /// A text of a puppet: a tenth is deleted within 10 minutes, some ride on the movement's tag.
    mutating func advert(_ at: Int64, by puppet: Int32) -> ReplayAction {
        let post = newPost()
        let tags: TagSet = random.chance(Mix.puppetsOnTheTag) ? [.attack, .movement] : .attack
        if random.chance(Mix.puppetsWhoDelete) {
            afterthoughts.add(at: at + delay(1...9), by: puppet, .delete(post))
        }
        return .post(post, to: nil, tags: tags, content: .advert)
    }
}
