// A curve put together from counted intervals.

public import Basics

extension Curve {
    /// Steps that a curve may have, in seconds: a minute to a week.
    private static let resolutions: [Int64] = [60, 300, 900, 1800, 3600, 10_800, 21_600, 86_400, 604_800]
    /// More steps than this nobody sees.
    public static let mostSteps: Int64 = 300

    /// The finest steps that show the time from `start` to `end` in at most `mostSteps`.
    public static func resolution(from start: Timestamp, to end: Timestamp) -> Int64 {
        let seconds = max(0, end.milliseconds - start.milliseconds) / 1000
        return resolutions.first { seconds / $0 < mostSteps } ?? 604_800
    }

    /// - Parameter steps: (start in milliseconds, new people, posts) by rising start; those without anything may be absent.
    public init(resolution: Int64, steps: [(start: Int64, newPeople: Int64, posts: Int64)], until end: Timestamp) {
        let length = resolution * 1000
        let first = steps.first?.start ?? end.milliseconds / length * length
        let count = min(max(0, (end.milliseconds - first) / length) + 1, Curve.mostSteps * 4)
        var people = [Int64](repeating: 0, count: Int(count))
        var posts = people
        for step in steps {
            let place = Int((step.start - first) / length)
            guard people.indices.contains(place) else { continue }
            people[place] += step.newPeople
            posts[place] += step.posts
        }
        var total: Int64 = 0
        for place in people.indices {
            total += people[place]
            people[place] = total
        }
        self.init(resolution: resolution, start: Timestamp(milliseconds: first), people: people, posts: posts)
    }
}
