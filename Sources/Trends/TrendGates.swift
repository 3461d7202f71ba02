// What has to be true before a tag is shown as a trend: gates against noise, few people, puppets and copies.

internal import Basics

enum TrendGates {
    /// What is usual on this server, to judge parts by.
    struct Surroundings {
        var activePeople: Int
        /// In its first days most accounts are new, so that new ones tell nothing.
        var isNewServer: Bool
        var knowsOtherServers: Bool
    }

    static func failures(
        _ activity: TagActivity,
        _ surroundings: Surroundings,
        _ parameters: TrendParameters
    ) -> [GateFailure] {
        [
            people(activity, surroundings, parameters), origins(activity, surroundings, parameters),
            ages(activity, surroundings, parameters), texts(activity, parameters),
            deleted(activity, parameters),
        ].compactMap(\.self)
    }

    private static func people(
        _ activity: TagActivity,
        _ surroundings: Surroundings,
        _ parameters: TrendParameters
    ) -> GateFailure? {
        let part = (Double(surroundings.activePeople) * parameters.leastPart).rounded(.up)
        let needed = max(parameters.leastPeople, Int(part))
        let found = activity.people.count
        return found >= needed
            ? nil : GateFailure(gate: .people, found: found, of: surroundings.activePeople, needed: needed)
    }

    /// Many people, all from one other server: that server's matter, or one that floods.
    private static func origins(
        _ activity: TagActivity,
        _ surroundings: Surroundings,
        _ parameters: TrendParameters
    ) -> GateFailure? {
        guard surroundings.knowsOtherServers, activity.people.count >= 2 * parameters.leastSample,
            activity.origins.count == 1, activity.origins[0] == nil
        else { return nil }
        return GateFailure(gate: .origins, found: 1, of: activity.people.count, needed: 2)
    }

    private static func ages(
        _ activity: TagActivity,
        _ surroundings: Surroundings,
        _ parameters: TrendParameters
    ) -> GateFailure? {
        let all = activity.people.count
        let new = activity.newPeople
        let most = parameters.mostNewAccounts * Double(all)
        guard !surroundings.isNewServer, all >= parameters.leastSample, Double(new) > most else { return nil }
        return GateFailure(gate: .ages, found: new, of: all, needed: Int(most))
    }

    /// The largest group of nearly identical longer texts among the newest posts of the last day: those who copied a text for
    /// an hour and then stopped are still what the tag is made of.
    private static func texts(_ activity: TagActivity, _ parameters: TrendParameters) -> GateFailure? {
        let posts = activity.posts.suffix(128)
        let prints = posts.map(\.fingerprint)
        guard posts.count >= parameters.leastSample else { return nil }
        var largest = 0
        // At most 128 × 128 comparisons of a word; most prints are 0 or alike, and those groups are found at once.
        var seen: Set<UInt64> = []
        for print in prints where print != 0 && seen.insert(print).inserted {
            let group = prints.reduce(0) { $0 + (TextFingerprint.areNear(print, $1) ? 1 : 0) }
            largest = max(largest, group)
        }
        guard Double(largest) > parameters.mostAlike * Double(posts.count) else { return nil }
        let most = Int(parameters.mostAlike * Double(posts.count))
        return GateFailure(gate: .texts, found: largest, of: posts.count, needed: most)
    }

    /// Among the newest posts of the last day: what was said to be taken away again is not forgotten within the hour.
    private static func deleted(_ activity: TagActivity, _ parameters: TrendParameters) -> GateFailure? {
        let posts = activity.posts
        let deleted = posts.reduce(0) { $0 + ($1.isDeleted ? 1 : 0) }
        guard deleted >= parameters.leastSample / 2,
            Double(deleted) > parameters.mostDeleted * Double(posts.count)
        else { return nil }
        let most = Int(parameters.mostDeleted * Double(posts.count))
        return GateFailure(gate: .deleted, found: deleted, of: posts.count, needed: most)
    }
}
