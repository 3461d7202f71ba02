// What a connection is waited for, told by hand and with a clock of the test.

import NIOCore
import Testing

@testable import Connections

@Suite struct ConnectionProgressTests {
    let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
    let limits = ConnectionLimits(files: 1024)

    func progress(isProxy: Bool = false) -> ConnectionProgress {
        var progress = ConnectionProgress(limits, isProxy: isProxy, now: start)
        progress.wantsBytes(now: start)
        return progress
    }

    @Test("a connection without a request ends, that of a proxy later")
    func idle() {
        #expect(!progress().isLate(now: start + .seconds(74)))
        #expect(progress().isLate(now: start + .seconds(75)))
        #expect(!progress(isProxy: true).isLate(now: start + .seconds(184)))
        #expect(progress(isProxy: true).isLate(now: start + .seconds(185)))
    }

    @Test("a head that comes byte by byte ends as one that comes not at all")
    func slowHead() {
        var progress = self.progress()
        for second in 1...15 as ClosedRange<Int64> {
            progress.read(bytes: 1, now: start + .seconds(second))
            #expect(!progress.isLate(now: start + .seconds(second)))
        }
        #expect(!progress.isLate(now: start + .seconds(15)))
        #expect(progress.isLate(now: start + .seconds(16)))
    }

    @Test("a body may rest for a while, and must reach the least rate")
    func slowBody() {
        var progress = self.progress()
        progress.read(bytes: 100, now: start)
        progress.readHead(now: start)
        #expect(!progress.isLate(now: start + .seconds(29)))
        #expect(progress.isLate(now: start + .seconds(30)))
        // Four bytes a second: never silent, yet over after thirty seconds and the little that the bytes have bought.
        var late: Int64?
        for second in 1...60 as ClosedRange<Int64> where late == nil {
            progress.read(bytes: 4, now: start + .seconds(second))
            if progress.isLate(now: start + .seconds(second)) { late = second }
        }
        #expect(late == 31)
    }

    @Test("a body at a slow but honest rate takes as long as it takes, and a silence in it ends it")
    func honestBody() {
        var progress = self.progress()
        progress.readHead(now: start)
        for second in 1...3600 as ClosedRange<Int64> {
            progress.read(bytes: 2000, now: start + .seconds(second))
            #expect(!progress.isLate(now: start + .seconds(second)))
        }
        #expect(!progress.isLate(now: start + .seconds(3629)))
        #expect(progress.isLate(now: start + .seconds(3630)))
    }

    @Test("while nothing is asked of the socket, the client is not late")
    func rest() {
        var progress = self.progress()
        progress.readHead(now: start)
        progress.hasBytes(now: start + .seconds(20))
        #expect(!progress.isLate(now: start + .seconds(500)))
        #expect(progress.waitsSince == nil)
        progress.wantsBytes(now: start + .seconds(500))
        // Twenty of the thirty seconds were used before.
        #expect(!progress.isLate(now: start + .seconds(509)))
        #expect(progress.isLate(now: start + .seconds(510)))
    }

    @Test("an answer that is being made is waited for, and then the next request")
    func answering() {
        var progress = self.progress()
        progress.read(bytes: 100, now: start)
        progress.readHead(now: start)
        progress.readEnd()
        #expect(!progress.isLate(now: start + .hours(10)))
        #expect(progress.waitsSince == nil)
        progress.answered(now: start + .hours(10))
        #expect(progress.waitsSince == start + .hours(10))
        #expect(!progress.isLate(now: start + .hours(10) + .seconds(74)))
        #expect(progress.isLate(now: start + .hours(10) + .seconds(75)))
    }

    @Test("who takes nothing of an answer is late, and so is who takes it too slowly")
    func unread() {
        var progress = self.progress()
        progress.readHead(now: start)
        progress.readEnd()
        progress.drains(written: 900_000, waiting: 800_000, now: start)
        #expect(progress.waitsSince == start)
        #expect(!progress.isLate(now: start + .seconds(119)))
        #expect(progress.isLate(now: start + .seconds(120)))
        progress.drains(written: 900_000, waiting: 799_000, now: start + .seconds(119))
        #expect(!progress.isLate(now: start + .seconds(121)))
        #expect(progress.isLate(now: start + .seconds(122)))
        progress.drains(written: 900_000, waiting: 0, now: start + .seconds(123))
        #expect(!progress.isLate(now: start + .hours(1)))
    }

    @Test("an early answer does not excuse the rest of the body")
    func earlyAnswer() {
        var progress = self.progress()
        progress.readHead(now: start)
        progress.answered(now: start)
        #expect(progress.isLate(now: start + .seconds(30)))
    }
}
