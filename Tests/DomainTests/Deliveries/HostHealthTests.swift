// When a host is tried again.
import Basics
import Domain
import Testing

@Suite("The health of a host")
struct HostHealthTests {
    private let now = Timestamp(seconds: 1_508_098_860)

    @Test("a host without an answer is left alone at once, twice as long each time, up to six hours")
    func unreachable() {
        var health = HostHealth()
        var pauses: [Int64] = []
        for _ in 0..<14 {
            pauses.append(health.record(.unreachable("no answer"), at: now, jitter: 0)?.components.seconds ?? -1)
        }
        #expect(pauses.prefix(4) == [15, 30, 60, 120] && pauses.suffix(2) == [21_600, 21_600])
        #expect(health.failingSince == now && health.isFailing)
    }

    @Test("one that answers is gone on with, until it has refused three times in a row")
    func refusals() {
        var health = HostHealth()
        #expect(health.record(.later("500", retryAfter: nil), at: now, jitter: 0) == nil)
        #expect(health.record(.later("500", retryAfter: nil), at: now, jitter: 0) == nil)
        #expect(health.record(.later("500", retryAfter: nil), at: now, jitter: 0) == .seconds(60))
        #expect(health.record(.delivered, at: now, jitter: 0) == nil)
        #expect(health == HostHealth())
    }

    @Test("whoever asks to be left alone for a time is, and has not failed")
    func retryAfter() {
        var health = HostHealth()
        #expect(health.record(.later("429", retryAfter: .seconds(600)), at: now, jitter: 0.9) == .seconds(600))
        #expect(health.record(.later("429", retryAfter: .zero), at: now, jitter: 0.9) == .seconds(1))
        #expect(!health.isFailing)
    }

    @Test("after a week without a success a host cannot be reached")
    func week() {
        var health = HostHealth()
        _ = health.record(.unreachable("no answer"), at: now, jitter: 0)
        #expect(!health.isUnreachable(at: now + .seconds(7 * 86_400 - 1)))
        #expect(health.isUnreachable(at: now + .seconds(7 * 86_400)))
        _ = health.record(.gone, at: now, jitter: 0)
        #expect(!health.isUnreachable(at: now + .seconds(7 * 86_400)))
    }

    @Test("pauses differ by up to a half, and no number makes them overflow")
    func jitter() {
        #expect(HostHealth.pause(after: 1, 1) == .milliseconds(22_500))
        #expect(HostHealth.pause(after: Int.max, 7) == .seconds(32_400))
        #expect(HostHealth.pause(after: -5, -1) == .seconds(15))
    }
}
