// The server's figures beside the ledger's.
import Testing

@testable import Replay

@Suite("A comparison")
struct ComparisonTests {
    private let people = Figure("#MeToo", .people)
    private let silent = Figure(Figure.call, .silent)

    private func rows(_ server: [Figure: Int?], before: [Figure: Int] = [:]) -> [Comparison] {
        Comparison.all([people: 10...10, silent: 3...5], server: server, before: before)
    }

    @Test("is equal where the number is, or lies within what is uncertain")
    func equal() {
        let rows = rows([people: 10, silent: 4])
        #expect(rows.map(\.figure) == [people, silent])
        #expect(rows.allSatisfy { $0.isEqual })
    }

    @Test("is not equal where the number differs, or could not be read")
    func unequal() {
        #expect(rows([people: 9, silent: 6]).allSatisfy { !$0.isEqual })
        #expect(rows([:]).allSatisfy { !$0.isEqual && !$0.isWithheld })
    }

    @Test("leaves out what was there before")
    func before() {
        #expect(rows([people: 110, silent: 3], before: [people: 100]).allSatisfy { $0.isEqual })
    }

    @Test("accepts a figure that is withheld")
    func withheld() {
        #expect(rows([people: 10, silent: Int?.none]).allSatisfy { $0.isEqual })
    }
}

@Suite("The latencies")
struct LatencyTests {
    @Test("give quantiles that are at most a sixty-fourth too high")
    func quantiles() {
        var latencies = Latencies()
        for value in 1...10_000 { latencies.record(microseconds: Int64(value)) }
        for (share, exact) in [(0.5, 5000.0), (0.9, 9000), (0.99, 9900)] {
            let found = Double(latencies.quantile(share))
            #expect(found >= exact && found <= exact * (1 + 1.0 / 64) + 1)
        }
        #expect(latencies.quantile(1) == 10_000)
        #expect(latencies.longest == 10_000)
        #expect(Latencies().quantile(0.5) == 0)
    }
}
