// Whether a tag's people come one by one or in clusters, as learned from how far its hours were above what was expected.

/// The overdispersion of one tag, in each window: where people come twenty at a time, twenty are what one is elsewhere.
struct ClusterMemory: Sendable, Equatable {
    /// The mean square by which hours were above what was expected, four times, since most hours are below; less what φ
    /// explains. Hours below tell nothing: after a movement nobody comes where many were expected.
    private var excess: SIMD4<Float> = .zero
    /// What has been taught since hours are above what was expected, and how many they are.
    private var pending: SIMD4<Float> = .zero
    private var surge: SIMD4<Float> = .zero

    /// Hours of one surge that teach: as long as people who came at once are in a window, and one hour.
    private static let longest: SIMD4<Float> = [2, 2, 7, 25]
    init() {}

    /// How many people come at a time: variance over mean, with a prior of a few who come one by one.
    func size(_ means: SIMD4<Float>, _ parameters: TrendParameters) -> SIMD4<Float> {
        let prior = Float(parameters.clusterPrior)
        return pointwiseMax((excess + prior) / (means + prior), .one)
    }

    /// Learns from an hour. What a surge teaches counts from its end on: a movement, and what grows slowly, would make itself
    /// usual else. One surge makes what is known four times as much at most, and the first in a quiet tag teaches next to
    /// nothing: clusters come again and again, and a movement is not to hide its second wave.
    mutating func learn(
        _ people: SIMD4<Float>,
        _ expected: SIMD4<Float>,
        _ deviation: SIMD4<Float>,
        means: SIMD4<Float>,
        hours: Int64,
        _ parameters: TrendParameters
    ) {
        let above = pointwiseMin(pointwiseMax(people - expected, .zero), Float(parameters.clusterClip) * deviation)
        let explained = Float(parameters.overdispersion) * means * means
        // Fast in the first days, of which the first three count as calm.
        let rate = Float(max(parameters.clusterRate, 1 / Double(hours + 72)))
        let lesson = rate * (4 * above * above - explained - excess)
        let isSurge = above .> 0
        pending.replace(with: pending + lesson, where: isSurge .& (surge .< Self.longest))
        surge.replace(with: surge + 1, where: isSurge)
        let most = pointwiseMax(4 * excess, means)
        excess.replace(with: pointwiseMin(excess + pending + lesson, most), where: .!isSurge)
        pending.replace(with: 0, where: .!isSurge)
        surge.replace(with: 0, where: .!isSurge)
    }

    func write(to writer: inout StateWriter) {
        for values in [excess, pending, surge] { writer.write(values) }
    }

    init(_ reader: inout StateReader) {
        excess = reader.numbers(-1e12...1e12)
        pending = reader.numbers(-1e12...1e12)
        surge = reader.people()
    }
}
