// A classical burst detector, for comparison only.

import Foundation

/// A CUSUM of the likelihood ratio of negative binomial counts, after Höhle and Paul, "Count data regression charts for the
/// monitoring of surveillance time series", Computational Statistics & Data Analysis 52 (2008).
///
/// It counts distinct people in five minutes. In control the mean is what the hour of the week had in past weeks (each
/// new week weighs a third) or the mean of the last week, whichever is more, and never less than `leastMean`. It is tuned to find
/// what is four times that. A tag is listed from `limit` on until the sum is below half of it.
struct CusumRule: Rule {
    private static let bin: Int64 = 300
    private static let binsOfHour = 12.0
    /// Half a person an hour: what a tag without any past is given.
    private static let leastMean = 0.5 / 12
    /// Of counts of five minutes in the made-up background, by moments.
    private static let dispersion = 0.5
    private static let times = 4.0
    /// Chosen on other seeds than the bench's, so that it lists less than one tag a day wrongly where 3,000 are active.
    private static let limit = 10.0

    private struct Tag {
        var people: Set<Int64> = []
        var ofHour = 0
        /// Mean people in five minutes, by hour of the week; empty for one that had none.
        var hours: [Float] = []
        var mean = 0.0
        var sum = 0.0
        var isListed = false
    }

    private var tags: [Int64: Tag] = [:]
    private var hour: Int64 = .min

    mutating func record(_ post: Post, id: Int64) { tags[post.tag, default: Tag()].people.insert(post.person) }

    mutating func delete(_ post: Post, id: Int64, at second: Int64) { tags[post.tag]?.people.remove(post.person) }

    mutating func look(_ moment: Moment) -> [Int64] {
        // The bin that ends now belongs to the hour of the second before.
        let hour = Int64((Double(moment.second - 1) / 3600).rounded(.down))
        let ofWeek = Int((hour % 168 + 168) % 168)
        if hour != self.hour {
            endHour(self.hour)
            self.hour = hour
        }
        var listed: [(tag: Int64, sum: Double)] = []
        var place = tags.startIndex
        while place != tags.endIndex {
            if !tags.values[place].people.isEmpty || tags.values[place].sum > 0 {
                Self.endBin(&tags.values[place], ofWeek)
                if tags.values[place].isListed { listed.append((tags.keys[place], tags.values[place].sum)) }
            }
            tags.formIndex(after: &place)
        }
        return listed.sorted { ($0.sum, $1.tag) > ($1.sum, $0.tag) }.map(\.tag)
    }

    private static func endBin(_ tag: inout Tag, _ ofWeek: Int) {
        let count = Double(tag.people.count)
        let usual = max(leastMean, tag.mean, tag.hours.isEmpty ? 0 : Double(tag.hours[ofWeek]))
        let (plain, raised) = (1 + dispersion * usual, 1 + dispersion * usual * times)
        let ratio = count * log(times * plain / raised) - log(raised / plain) / dispersion
        tag.sum = min(max(0, tag.sum + ratio), 2 * limit)
        tag.isListed = tag.sum >= (tag.isListed ? limit / 2 : limit)
        tag.ofHour += tag.people.count
        tag.people.removeAll(keepingCapacity: true)
    }

    private mutating func endHour(_ hour: Int64) {
        let ofWeek = Int((hour % 168 + 168) % 168)
        var place = tags.startIndex
        while place != tags.endIndex {
            Self.endHour(&tags.values[place], ofWeek)
            tags.formIndex(after: &place)
        }
    }

    private static func endHour(_ tag: inout Tag, _ ofWeek: Int) {
        let mean = Double(tag.ofHour) / binsOfHour
        tag.ofHour = 0
        tag.mean += (mean - tag.mean) / 168
        if tag.hours.isEmpty {
            guard mean > 0 else { return }
            tag.hours = Array(repeating: 0, count: 168)
        }
        tag.hours[ofWeek] += (Float(mean) - tag.hours[ofWeek]) / 3
    }
}
