// Memory shared by many.

import Basics
import Testing

@Suite struct ByteBudgetTests {
    @Test("each has a share, all have the total, and what is let go is there again")
    func shares() throws {
        let budget = ByteBudget<Int>(total: 100, share: 40, uncounted: 10)
        let first = budget.lease(for: 1)
        try first.take(10)
        #expect(budget.held == 0)
        try first.take(40)
        #expect(budget.held == 40)
        #expect(throws: ByteBudget<Int>.Refusal.share) { try first.take(1) }
        #expect(throws: ByteBudget<Int>.Refusal.share) { try budget.lease(for: 1).take(11) }
        var others = [budget.lease(for: 2), budget.lease(for: nil)]
        for other in others { try other.take(40) }
        #expect(throws: ByteBudget<Int>.Refusal.total) { try budget.lease(for: 3).take(11) }
        // Whoever wants little is served in any case.
        try budget.lease(for: 1).take(10)
        #expect(budget.held == 100)
        others.removeLast()
        #expect(budget.held == 70)
        try withExtendedLifetime(first) { try budget.lease(for: 3).take(40) }
        others = []
    }

    @Test("nothing is left behind")
    func empty() throws {
        let budget = ByteBudget<Int>(total: 1000, share: 300, uncounted: 3)
        for key in 0..<50 {
            let lease = budget.lease(for: key % 4)
            for _ in 0..<5 { try? lease.take(key * 7) }
        }
        #expect(budget.held == 0)
    }
}
