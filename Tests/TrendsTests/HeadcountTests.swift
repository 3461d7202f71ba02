// Sums of people do not overflow where a movement is larger than any before.
import Testing

@testable import Trends

@Suite("Headcounts")
struct HeadcountTests {
    @Test("millions of people weigh what they weigh")
    func millions() {
        // Doubled 22 times: some four million people.
        var sum = Headcount(weight: 1000, isNew: false, isCopier: false)
        for _ in 0..<22 {
            let same = sum
            sum += same
        }
        #expect(sum.people == 1 << 22)
        #expect(sum.weight == Double(1 << 22))
        #expect(sum.withoutDoubt == Double(1 << 22))
    }
}
