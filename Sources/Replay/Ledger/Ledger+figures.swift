// From acknowledgements to the figures that the server must show.

extension Ledger {
    /// Up to `count` ids of posts that the server must have, evenly taken.
    func sample(_ count: Int) -> [Int64] {
        let standing = posts.filter {
            $0.state == .there && !suspended.contains($0.person) && !takenBack.contains($0.id)
        }
        let step = max(1, standing.count / max(1, count))
        return stride(from: 0, to: standing.count, by: step).prefix(count).map { standing[$0].id }
    }

    /// Every figure of the call's post and of the tags that were used; with `hasCall` also those of the call.
    public func figures(hasCall: Bool) -> [Figure: Expected] {
        var figures: [Figure: Expected] = [:]
        let standing = posts.filter { post in
            post.state == .there && !suspended.contains(post.person) && !takenBack.contains(post.id)
        }
        figures[Figure(Figure.post, .replies)] = standing.count(where: \.answersCall).asExpected
        figures[Figure(Figure.post, .reblogs)] = Int(posts.first?.reblogs ?? 0).asExpected
        let used = posts.reduce(into: TagSet()) { $0.formUnion($1.tags) }
        for place in TagSet.names.indices where used.places.contains(place) {
            tag(place, standing).forEach { figures[$0] = $1.asExpected }
        }
        if hasCall { call(standing).forEach { figures[$0] = $1.asExpected } }
        return widened(figures)
    }

    private func widened(_ exact: [Figure: Expected]) -> [Figure: Expected] {
        var figures = exact
        for one in uncertain { widen(&figures, by: one) }
        return figures
    }

    private func tag(_ place: Int, _ standing: [Post]) -> [Figure: Int] {
        let tag = TagSet(rawValue: 1 << UInt16(place))
        var (posts, replies, reblogs) = (0, 0, 0)
        var people: Set<Int32> = []
        for post in standing where post.tags.contains(tag) {
            posts += 1
            if post.isReply { replies += 1 }
            reblogs += Int(post.reblogs)
            people.insert(post.person)
        }
        let name = "#" + TagSet.names[place]
        return [
            Figure(name, .people): people.count, Figure(name, .posts): posts, Figure(name, .replies): replies,
            Figure(name, .reblogs): reblogs,
        ]
    }

    /// Who spoke and who answered silently; who did both is one person, whoever withdrew is none, nor is the caller.
    private func call(_ standing: [Post]) -> [Figure: Int] {
        var spoke: Set<Int32> = []
        for post in standing where post.answersCall || post.tags.contains(.movement) {
            if post.person != Ledger.caller, !withdrawn.contains(post.person) { spoke.insert(post.person) }
        }
        let silent = quiet.subtracting(withdrawn).subtracting(suspended)
        return [
            Figure(Figure.call, .people): spoke.union(silent).count, Figure(Figure.call, .spoke): spoke.count,
            Figure(Figure.call, .silent): silent.count,
        ]
    }

    private func widen(_ figures: inout [Figure: Expected], by one: Uncertain) {
        func stretch(_ figure: Figure, by amount: Int) {
            guard let range = figures[figure] else { return }
            figures[figure] =
                one.effect == .adds
                ? range.lowerBound...(range.upperBound + amount)
                : max(0, range.lowerBound - amount)...range.upperBound
        }
        for place in one.tags.places {
            let name = "#" + TagSet.names[place]
            stretch(Figure(name, .reblogs), by: one.reblogs)
            guard one.concernsPeople else { continue }
            stretch(Figure(name, .people), by: 1)
            stretch(Figure(name, .posts), by: 1)
            if one.isReply { stretch(Figure(name, .replies), by: 1) }
        }
        stretch(Figure(Figure.post, .reblogs), by: one.reblogs)
        guard one.concernsPeople else { return }
        if one.isReply { stretch(Figure(Figure.post, .replies), by: 1) }
        for metric in Figure.callMetrics { stretch(Figure(Figure.call, metric), by: 1) }
    }
}

extension Int {
    /// A figure that can be this only.
    fileprivate var asExpected: Expected { self...self }
}
