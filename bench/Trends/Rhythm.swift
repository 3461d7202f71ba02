// When people post: more by day than at night, other hours on Saturdays and Sundays.

import Foundation

/// The days and weeks of one server.
struct Rhythm: Sendable {
    static let slot: Int64 = 900
    static let slotsOfDay = 96
    /// By quarters of an hour of a week that begins on a Sunday at 00:00 UTC; 1 in the mean of a usual day.
    private let weights: [Double]

    init(_ dice: inout Dice) {
        // Most people of a server live in the same few time zones.
        let (peak, second) = (dice.between(0, 24), dice.between(4, 8))
        let (depth, noon, weekend) = (dice.between(0.55, 0.85), dice.between(0, 0.25), dice.between(0.75, 1.2))
        weights = (0..<7 * Self.slotsOfDay).map { slot in
            let hour = Double(slot % Self.slotsOfDay) / 4
            let day = 1 + depth * cos((hour - peak) * .pi / 12) + noon * cos((hour - peak - second) * .pi / 6)
            let isWeekend = slot / Self.slotsOfDay == 0 || slot / Self.slotsOfDay == 6
            return max(0.05, day) * (isWeekend ? weekend : 1)
        }
    }

    /// - Parameter second: from a Sunday at 00:00 UTC; negative before it.
    func weight(at second: Int64) -> Double {
        let week: Int64 = 7 * 86_400
        return weights[Int(((second % week) + week) % week / Self.slot)]
    }

    /// Of the quarters of a day.
    func weights(ofDay day: Int64) -> [Double] {
        (0..<Self.slotsOfDay).map { weight(at: day * 86_400 + Int64($0) * Self.slot) }
    }
}
