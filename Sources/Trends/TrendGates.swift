// What has to be true before a tag is shown as a trend: gates against noise, few people, puppets and copies.

internal import Basics

/// Who is in doubt does not count; but neither can they silence the others. Where most people are in doubt, the others alone
/// must be as many, and as unusual, as a trend takes. So an attack needs as many people beyond doubt as any tag, and a
/// movement that newcomers answer, or that puppets join to have it held, is still listed. A dozen are no cover for hundreds:
/// the others must be a part of all, until they are so many that they stand against any flood.
enum TrendGates {
    /// What is usual on this server, to judge parts by.
    struct Surroundings {
        var activePeople: Int
        /// In its first days most accounts are new, so that new ones tell nothing.
        var isNewServer: Bool
        var knowsOtherServers: Bool
    }

    /// Whom a tag is looked at without, as in `Headcount`.
    enum Others {
        case withoutCopiers
        case withoutDoubt
    }

    /// - Parameters:
    ///   - isListed: what is listed stays as long as the others alone would stay a trend, so that nothing flickers.
    ///   - standing: the tag's score and people of the day by weight, without those in doubt, or of them only those who have
    ///     let what they posted stand for so many milliseconds. Asked only where it matters.
    static func failures(
        _ activity: TagActivity,
        _ surroundings: Surroundings,
        _ parameters: TrendParameters,
        isListed: Bool,
        standing: (Others, _ stood: Int64?) -> (score: Double, people: Double)
    ) -> [GateFailure] {
        let needed = parameters.leastPeople(activePeople: surroundings.activePeople)
        func stand(_ others: Others, stood: Int64? = nil, leavers: Int = 0) -> Bool {
            let (score, people) = standing(others, stood)
            let many = Double(parameters.sureTimes * needed)
            let part = parameters.leastSurePart * Double(activity.people.count + leavers)
            guard isListed else { return score >= parameters.enter && people >= max(Double(needed), min(many, part)) }
            return score >= parameters.leave && people >= max(Double(parameters.leastPeople), min(many, part) / 2)
        }
        let sure = surroundings.isNewServer ? Others.withoutCopiers : .withoutDoubt
        return [
            people(activity, surroundings, needed: needed),
            origins(activity, surroundings, parameters),
            ages(activity, surroundings, parameters).flatMap { stand(.withoutDoubt) ? nil : $0 },
            texts(activity, parameters).flatMap { stand(sure) ? nil : $0 },
            pasted(activity, surroundings, parameters),
            // Those who are here no longer than the leavers were may be about to leave.
            deleted(activity, parameters).flatMap {
                stand(sure, stood: activity.stayOfLeavers, leavers: activity.leavers.count) ? nil : $0
            },
        ].compactMap(\.self)
    }

    private static func people(
        _ activity: TagActivity,
        _ surroundings: Surroundings,
        needed: Int
    ) -> GateFailure? {
        let found = activity.people.count
        return found >= needed
            ? nil : GateFailure(gate: .people, found: found, of: surroundings.activePeople, needed: needed)
    }

    /// Many people, nearly all from one other server: that server's matter, or one that floods. A few from elsewhere do
    /// not change that.
    private static func origins(
        _ activity: TagActivity,
        _ surroundings: Surroundings,
        _ parameters: TrendParameters
    ) -> GateFailure? {
        let all = activity.people.count
        guard surroundings.knowsOtherServers, all >= 2 * parameters.leastSample else { return nil }
        let largest = activity.origins.reduce(0) { $1.key == 0 ? $0 : max($0, $1.value) }
        guard Double(largest) > parameters.mostFromOneServer * Double(all), all - largest < parameters.leastPeople
        else { return nil }
        return GateFailure(gate: .origins, found: largest, of: all, needed: parameters.leastPeople)
    }

    private static func ages(
        _ activity: TagActivity,
        _ surroundings: Surroundings,
        _ parameters: TrendParameters
    ) -> GateFailure? {
        guard !surroundings.isNewServer else { return nil }
        return tooMany(.ages, activity.newPeople, of: activity.people.count, parameters.mostNewAccounts, parameters)
    }

    private static func texts(_ activity: TagActivity, _ parameters: TrendParameters) -> GateFailure? {
        tooMany(.texts, activity.copiers, of: activity.people.count, parameters.mostAlike, parameters)
    }

    /// Who pastes the text of a call has answered it; but a call is made quickly, and old accounts are bought. So where most
    /// have done nothing but that, and were not active here before, a few others are needed.
    private static func pasted(
        _ activity: TagActivity,
        _ surroundings: Surroundings,
        _ parameters: TrendParameters
    ) -> GateFailure? {
        let (all, echoes) = (activity.people.count, activity.echoes)
        let others = all - echoes - activity.copiers
        guard !surroundings.isNewServer, others < parameters.leastBesideEchoes,
            var failure = tooMany(.pasted, echoes, of: all, parameters.mostAlike, parameters)
        else { return nil }
        failure.needed = parameters.leastBesideEchoes
        return failure
    }

    /// Those who soon took back all they said are no longer among the people, so that they are added to judge their part.
    private static func deleted(_ activity: TagActivity, _ parameters: TrendParameters) -> GateFailure? {
        let left = activity.leavers.count
        guard left >= parameters.leastSample / 2 else { return nil }
        return tooMany(.deleted, left, of: activity.people.count + left, parameters.mostDeleted, parameters)
    }

    private static func tooMany(
        _ gate: GateFailure.Gate,
        _ found: Int,
        of all: Int,
        _ part: Double,
        _ parameters: TrendParameters
    ) -> GateFailure? {
        let most = part * Double(all)
        guard all >= parameters.leastSample, Double(found) > most else { return nil }
        return GateFailure(gate: gate, found: found, of: all, needed: Int(most))
    }
}
