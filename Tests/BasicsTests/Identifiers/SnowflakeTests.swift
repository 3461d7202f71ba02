// Ids ascend whatever the clock does.

import Basics
import Testing

@Suite struct SnowflakeTests {
    @Test("ids of one generator ascend strictly, also within a millisecond and beyond 4,096 of them")
    func ascends() {
        let generator = Snowflake(clock: .fixed(Timestamp(milliseconds: 1_500_000_000_000)), node: 3)
        var last: Int64 = 0
        for _ in 0..<10_000 {
            let id = generator.next()
            #expect(id > last)
            #expect(id >> 12 & 15 == 3)
            last = id
        }
    }

    @Test("an id tells when it was made")
    func moment() {
        let at = Timestamp(milliseconds: 1_508_098_860_123)
        #expect(Snowflake.moment(of: Snowflake(clock: .fixed(at)).next()) == at)
    }
}
