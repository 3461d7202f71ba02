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

    @Test("ids go on above those of a clock that ran ahead, whichever node made them")
    func rises() {
        let now = Timestamp(milliseconds: 1_500_000_000_000)
        for (old, new) in [(0, 0), (15, 3), (3, 15)] {
            let ahead = Snowflake(clock: .fixed(now + .seconds(3600)), node: old).next()
            let generator = Snowflake(clock: .fixed(now), node: new)
            #expect(generator.next() < ahead)
            generator.rise(above: ahead)
            let next = generator.next()
            #expect(next > ahead && next >> 12 & 15 == Int64(new))
            generator.rise(above: 0)
            #expect(generator.next() > next)
        }
    }

    @Test("an id tells when it was made")
    func moment() {
        let at = Timestamp(milliseconds: 1_508_098_860_123)
        #expect(Snowflake.moment(of: Snowflake(clock: .fixed(at)).next()) == at)
    }
}
