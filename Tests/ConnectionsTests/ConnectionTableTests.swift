// Who gets in, and who gives way.

import Basics
import NIOCore
import NIOEmbedded
import Testing

@testable import Connections

@Suite struct ConnectionTableTests {
    let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

    func table(total: Int, perAddress: Int, reserve: Int = 0) -> ConnectionTable {
        var limits = ConnectionLimits(files: 1024)
        (limits.total, limits.perAddress, limits.reserve) = (total, perAddress, reserve)
        return ConnectionTable(limits)
    }

    /// A connection that is closed again at the end of the test.
    func entry(_ address: String, at seconds: Int64 = 0, isBusy: Bool = false) -> ConnectionTable.Entry {
        let peer = try? SocketAddress(ipAddress: "127.0.0.1", port: 1)
        let channel = EmbeddedChannel()
        if let peer { channel.connect(to: peer, promise: nil) }
        let entry = ConnectionTable.Entry(
            channel,
            address: ClientAddress(address),
            now: start + .seconds(seconds)
        )
        if isBusy { entry.waitsSince = nil }
        return entry
    }

    func isOpen(_ entry: ConnectionTable.Entry) -> Bool { entry.channel.isActive }

    @Test("in a full server whoever has most gives way to somebody new, and what waited longest goes first")
    func full() {
        let table = self.table(total: 6, perAddress: 5)
        let greedy = (0..<5).map { entry("192.0.2.1", at: 10 - $0) }
        let modest = entry("192.0.2.2", at: -100)
        for entry in greedy + [modest] { #expect(table.admit(entry, isProxy: false)) }
        let newcomer = entry("192.0.2.3")
        #expect(table.admit(newcomer, isProxy: false))
        #expect(greedy.map(isOpen) == [true, true, true, true, false])
        #expect(isOpen(modest) && isOpen(newcomer))
        #expect(table.count == 6)
    }

    @Test("an address that has all it may have gives way to itself, and is refused where all of them are busy")
    func perAddress() {
        let table = self.table(total: 100, perAddress: 2)
        let (first, second) = (entry("2001:db8::1"), entry("2001:db8::2", at: 1))
        #expect(table.admit(first, isProxy: false) && table.admit(second, isProxy: false))
        let third = entry("2001:db8::3", at: 2)
        #expect(table.admit(third, isProxy: false))
        #expect(!isOpen(first) && isOpen(second) && isOpen(third))
        (second.waitsSince, third.waitsSince) = (nil, nil)
        #expect(!table.admit(entry("2001:db8::4", at: 3), isProxy: false))
        #expect(table.admit(entry("2001:db8:0:1::1"), isProxy: false))
        #expect(table.count == 3)
    }

    @Test("a proxy has a share in the total only")
    func proxy() {
        let table = self.table(total: 8, perAddress: 2)
        for second in 0..<8 as Range<Int64> { #expect(table.admit(entry("10.0.0.1", at: second), isProxy: true)) }
        #expect(table.count == 8)
    }

    @Test("who begins too many is refused, however few are open, and no proxy is")
    func beginnings() {
        let greedy = ClientAddress("192.0.2.1")
        let table = ConnectionTable(ConnectionLimits(files: 1024)) { $0 != greedy }
        #expect(!table.admit(entry("192.0.2.1"), isProxy: false))
        #expect(table.admit(entry("192.0.2.2"), isProxy: false) && table.admit(entry("192.0.2.1"), isProxy: true))
        #expect(table.count == 2)
    }

    @Test("nobody who is being answered is cut off")
    func busy() {
        let table = self.table(total: 3, perAddress: 3)
        let served = (0..<3).map { _ in entry("192.0.2.1", isBusy: true) }
        for entry in served { #expect(table.admit(entry, isProxy: false)) }
        #expect(!table.admit(entry("192.0.2.2"), isProxy: false))
        table.makeRoom()
        #expect(served.allSatisfy(isOpen))
        table.remove(served[0])
        #expect(table.admit(entry("192.0.2.2"), isProxy: false))
    }

    @Test("when all who have some are being answered, there is still room for those who have none")
    func reserve() {
        let table = self.table(total: 6, perAddress: 6, reserve: 2)
        let served = (0..<4).map { _ in entry("192.0.2.1", isBusy: true) }
        for entry in served { #expect(table.admit(entry, isProxy: false)) }
        #expect(!table.admit(entry("192.0.2.1"), isProxy: false))
        #expect(!table.admit(entry("192.0.2.1"), isProxy: true))
        let newcomer = entry("192.0.2.2")
        #expect(table.admit(newcomer, isProxy: false))
        // The newcomer has one now. Another one replaces it, as everywhere in a full server.
        #expect(table.admit(entry("192.0.2.2", isBusy: true), isProxy: false))
        #expect(!isOpen(newcomer))
        #expect(table.admit(entry("192.0.2.3", isBusy: true), isProxy: false))
        #expect(!table.admit(entry("192.0.2.4"), isProxy: false))
        #expect(served.allSatisfy(isOpen) && table.count == 6)
    }

    @Test("what comes and goes in any order leaves nothing behind")
    func random() {
        let table = self.table(total: 40, perAddress: 12, reserve: 3)
        var generator = SystemRandomNumberGenerator()
        var open: [ConnectionTable.Entry] = []
        for step in 0..<3000 as Range<Int64> {
            if Bool.random(using: &generator) {
                let new = entry("192.0.2.\(Int.random(in: 1...8))", at: step, isBusy: Bool.random())
                if table.admit(new, isProxy: false) { open.append(new) }
            } else if let place = open.indices.randomElement() {
                table.remove(open.remove(at: place))
            }
            open.removeAll { !isOpen($0) }
            #expect(table.count == open.count)
        }
        for entry in open { table.remove(entry) }
        #expect(table.count == 0)
    }

    @Test("some files are left for all else, however few there are")
    func limits() {
        for files in [64, 256, 1024, 4096, 1 << 20] {
            let limits = ConnectionLimits(files: files)
            #expect(limits.total > 0 && limits.total < files)
            #expect(limits.reserve < limits.total / 4)
            #expect(limits.perAddress <= max(16, limits.total / 4))
            let brief = limits.brief
            #expect(brief.total < max(17, limits.total) && brief.perAddress < brief.total && brief.idle < limits.idle)
        }
        #expect(ConnectionLimits(files: 1024).total == 768)
    }
}
