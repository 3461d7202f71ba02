// The plot of one sudden call: people a minute over three days, and when each rule lists it.

enum CallPlot {
    private static let step: Int64 = 600

    /// October 2017 where 3,000 are active, from the midnight before it on.
    static func svg(base: UInt64) -> String {
        let server = Server(people: 3000, tags: Kind.fewTags, seed: base)
        var dice = Dice(base, 3000)
        let series = Movements.october(around: Movements.first, &dice, 3000)
        let watchers = server.watch(series, dice)
        let counts = peopleByMinute(series.posts)
        let most = ((counts.max() ?? 1) / 4).rounded(.up) * 4
        var chart = Chart(
            "A sudden call, and when each rule lists its tag",
            Axis("time (UTC)", 0...8, (0...8).map { (Double($0), $0 % 2 == 0 ? "day \($0 / 2 + 1), 00:00" : "12:00") }),
            Axis("people a minute", 0...most, (0...4).map { (most * Double($0) / 4, "\(Int(most) * $0 / 4)") })
        )
        let halfDays = { (second: Int64) in Double(second) / 43_200 }
        chart.line(counts.enumerated().map { (halfDays(Int64($0) * step), $1) }, nil, Chart.ink)
        for (rule, name) in Watchers.names.enumerated() {
            let spans = watchers.logs[rule].spans(of: [Series.firstTag]).filter { halfDays($0.from) < 8 }
            chart.bars(spans.map { (halfDays($0.from), halfDays($0.to)) }, name, Chart.colors[rule])
        }
        return chart.svg
    }

    /// Distinct people in each ten minutes, for a minute.
    private static func peopleByMinute(_ posts: [Post]) -> [Double] {
        var people = [Set<Int64>](repeating: [], count: Int(4 * 86_400 / step))
        for post in posts where post.at / step < people.count { people[Int(post.at / step)].insert(post.person) }
        return people.map { Double($0.count) * 60 / Double(step) }
    }
}
