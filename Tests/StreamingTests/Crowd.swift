// A hub whose messages are texts, and people who listen to it.
import Basics
import Domain
import Streaming
import Synchronization
import Testing

let alice: Int64 = 1
let bob: Int64 = 2
let charlie: Int64 = 3

typealias TextHub = StreamHub<String>

/// One connection of a test.
struct Ear {
    let hub: TextHub
    let subscriber: StreamSubscriber<String>
    let ticket: TextHub.Ticket
    let wakes: Wakes

    final class Wakes: Sendable {
        let count = Mutex(0)
    }

    init(
        _ account: Int64,
        at hub: TextHub,
        token: UInt8 = 1,
        address: String = "here",
        capacity: Int = 4,
        form: StreamSubscriber<String>.Form = .multiplexed
    ) throws {
        let wakes = Wakes()
        subscriber = StreamSubscriber(
            form: form,
            accountID: account,
            tokenHash: [token],
            capacity: capacity,
            wake: { wakes.count.withLock { $0 += 1 } }
        )
        self.hub = hub
        self.wakes = wakes
        ticket = try hub.open(subscriber, address: address)
    }

    /// What has come until now; the reason where it has ended.
    func heard() -> [String] {
        var heard: [String] = []
        while true {
            switch subscriber.next() {
            case .piece(let piece): heard.append(piece)
            case .nothing: return heard
            case .end(let end): return heard + ["\(end)"]
            }
        }
    }
}

func relations(
    of account: Int64,
    follows: [Int64: FollowOptions] = [:],
    blocks: Set<Int64> = [],
    blockedBy: Set<Int64> = [],
    mutes: [Int64: Mute] = [:],
    choices: ReaderChoices = ReaderChoices()
) -> ReaderRelations {
    ReaderRelations(
        accountID: account,
        follows: follows,
        blocks: blocks,
        blockedBy: blockedBy,
        mutes: mutes,
        choices: choices,
        clock: .fixed(Timestamp(seconds: 1_508_098_860))
    )
}

func entry(
    _ id: Int64 = 100,
    by account: Int64 = alice,
    _ visibility: Visibility = .public,
    answering: Int64? = nil,
    reblogging: (Int64, by: Int64)? = nil,
    in language: String? = nil
) -> TimelineEntry {
    TimelineEntry(
        id: id,
        accountID: account,
        visibility: visibility,
        inReplyToAccountID: answering,
        reblogOfID: reblogging?.0,
        reblogOfAccountID: reblogging?.by,
        language: language
    )
}
