// The part of the tour that is about polls and calls.
import Basics
import Database
import Domain
import Storage
import Testing

extension StorageTour {
    static func calls(_ connection: Connection) throws {
        let tags = try TagQueries.ids([try #require(TagName("MeToo"))], connection)
        let tag = try #require(tags.first)
        let poll = try PollQueries.insert(
            Poll(id: 0, statusID: 100, accountID: 1, options: ["A", "B"], expiresAt: nil),
            connection
        )
        #expect(try PollQueries.polls(ofStatuses: [100], connection)[100] == poll)
        try polls(poll, connection)
        let call = Call(
            id: 100,
            accountID: 1,
            pollID: poll.id,
            tag: TagReference(id: tag, name: "metoo", display: "MeToo"),
            prompt: "Say it",
            answers: ["A", "B"],
            resources: [CallResource(name: "Help")],
            createdAt: now
        )
        try CallQueries.insert(call, connection)
        #expect(try CallQueries.calls([100], connection)[100] == call)
        try CallQueries.set([CallResource(name: "Help at night")], of: 100, connection)
        #expect(try CallQueries.calls([100], connection)[100]?.resources.map(\.name) == ["Help at night"])
        let open = try #require(try CallQueries.open(100, at: now, connection))
        #expect([open.id, open.tagID, open.pollID] == [100, tag, poll.id])
        #expect(try CallQueries.hasOpen(ofTags: [tag], at: now, connection))
        #expect(try CallQueries.open(ofTags: [tag], at: now, limit: 8, connection) == [open])
        try takingBack(tag: tag, connection)
        try CallQueries.setPrompt("Say it again", of: 100, connection)
        #expect(try CallQueries.references([100], connection) == [open])
        #expect(try CallQueries.call(ofPoll: poll.id, connection) == open)
        #expect(try CallQueries.newest(ofTag: tag, at: now, limit: 5, connection) == [100])
        #expect(try CallQueries.list(down, connection) == [100])
        #expect(try CallQueries.list(up, connection) == [100])
        #expect(try !TrendQueries.callTexts(ofTag: tag, byAccountsBefore: now, connection).isEmpty)
        #expect(try TrendQueries.callTexts(ofTag: tag, byAccountsBefore: now - .seconds(1), connection).isEmpty)
        try answers(connection)
        #expect(try AnswerRecountQueries.differences(limit: 5, connection).isEmpty)
        try silence(connection)
        let answer = CallAnswer(spoken: nil, choice: 1)
        try AnswerQueries.count(from: nil, to: answer, of: 100, slot: 0, connection)
        try PollQueries.count(1, in: poll.id, slot: 0, by: 1, connection)
        try AnswerQueries.set(nil, isKept: true, 100, by: 2, connection)
        #expect(try AnswerRecountQueries.repair(connection) > 0)
        #expect(try AnswerRecountQueries.differences(limit: 5, connection).isEmpty)
        #expect(try CallQueries.concernSensitiveCall([100], connection) == false)
        #expect(try CallQueries.setEnd(now, of: 100, connection))
        try PollQueries.setEnd(now, of: poll.id, connection)
        try WaitingQueries.setAnswer(1, to: 100, by: 1, connection)
        #expect(try WaitingQueries.answer(to: 100, by: 1, connection) == 1)
        #expect(try WaitingQueries.answers(by: 1, connection).map(\.call) == [100])
        #expect(try WaitingQueries.dropAnswer(to: 100, by: 1, connection))
        try WaitingQueries.setOrigin("/calls/100", of: 1, connection)
        #expect(try WaitingQueries.origin(of: 1, connection) == "/calls/100")
        try WaitingQueries.drop(of: 1, connection)
        #expect(try CallQueries.close(100, at: now, connection))
    }

    private static func polls(_ poll: Poll, _ connection: Connection) throws {
        #expect(try PollQueries.poll(poll.id, connection) == poll)
        #expect(try PollQueries.expiration(of: poll.id, connection) == .some(nil))
        #expect(try PollQueries.vote(1, in: poll.id, by: 2, at: now, connection))
        #expect(try !PollQueries.vote(1, in: poll.id, by: 2, at: now, connection))
        for position in [1, -1] as [Int64] {
            try PollQueries.count(position, in: poll.id, slot: 0, by: 1, connection)
        }
        #expect(try PollQueries.counts(of: [poll.id], connection) == [poll.id: [1: 1, -1: 1]])
        #expect(try PollQueries.votes(of: 2, in: [poll.id], connection)[poll.id]?.map(\.position) == [1])
        #expect(try PollQueries.votes(of: 2, connection).map(\.poll) == [poll.id])
        #expect(try PollQueries.voters(of: poll.id, after: 0, limit: 5, connection) == [2])
        #expect(try PollQueries.ending(by: now, limit: 5, connection).isEmpty)
        try PollQueries.removeVotes(in: poll.id, by: 3, connection)
        let other = try PollQueries.insert(
            Poll(id: 0, statusID: 101, accountID: 2, options: ["A", "B"], expiresAt: now),
            connection
        )
        #expect(try PollQueries.ending(by: now, limit: 5, connection) == [other.id])
        #expect(try PollQueries.holdEnding(other.id, connection))
        try PollQueries.adjust(other.id, expiresAt: now, hidesTotals: true, connection)
        #expect(try PollQueries.end(other.id, at: now, connection))
        try PollQueries.close(other.id, at: now, connection)
        var asked = other
        asked.options = ["C", "D"]
        try PollQueries.ask(asked, connection)
        #expect(try PollQueries.poll(other.id, connection) == asked)
        try PollQueries.delete(ofStatus: 101, connection)
    }

    private static func silence(_ connection: Connection) throws {
        let later = now + .seconds(60)
        func wait(_ account: Int64, _ counts: Timestamp) throws {
            try SilentQueries.wait(for: account, of: "", in: 100, at: now, counts: counts, connection)
        }
        try wait(2, now)
        try wait(3, later)
        let candidates = try SilentQueries.candidates(at: now, least: 1, connection)
        #expect(candidates.map(\.call) == [100] && candidates.map(\.waiting) == [1] && candidates[0].secret == nil)
        try SilentQueries.forgetWaiting(of: 2, connection)
        #expect(try SilentQueries.candidates(at: now, least: 1, connection).isEmpty)
        #expect(try SilentQueries.candidates(at: later, least: 1, connection).map(\.waiting) == [1])
        #expect(try SilentQueries.able(until: now, limit: 1, connection) <= 1)
        #expect(try SilentQueries.able(until: Timestamp(milliseconds: 0), limit: 5, connection) == 0)
        #expect(try SilentQueries.populations(of: 100, answers: 2, until: now, connection).isEmpty)
        // What was drawn stays.
        for secret in [Int64(7), 3] { #expect(try SilentQueries.draw(secret, for: "", of: 100, connection) == 7) }
        #expect(try SilentQueries.draw(3, for: "far.example", of: 100, connection) == 3)
        try SilentQueries.lock(100, connection)
        #expect(try SilentQueries.lastStep(of: 100, "", connection) == nil)
        #expect(try SilentQueries.published(100, answers: 2, connection) == nil)
        let breakdown = SilentFigures.Breakdown(silent: [11, 12], together: [0, 11], togetherUnspecified: 0)
        let figures = SilentFigures(silent: 23, together: 11, breakdown: breakdown)
        try SilentQueries.publish(figures, of: 100, "", nextSecret: 4, at: now, connection)
        let far = SilentFigures(silent: 12, together: 2)
        try SilentQueries.publish(far, of: 100, "far.example", nextSecret: 4, at: now, connection)
        try SilentQueries.publishWhole(of: 100, at: now, connection)
        let shown = try #require(try SilentQueries.published(100, answers: 2, connection))
        #expect(shown.figures == SilentFigures(silent: 35, together: 13, breakdown: breakdown) && shown.asOf == now)
        #expect(try SilentQueries.lastStep(of: 100, "", connection) == now)
        #expect(try SilentQueries.steps(of: 100, resolution: 60, connection).map(\.silent) == [35])
        try wait(2, now)
        // Nobody here can sign in, so that nobody is in the figures.
        #expect(try SilentQueries.waiting(for: 100, of: "", until: later, connection).isEmpty)
        // Another act, at the same moment by the clock: what was counted before it does not end this wait.
        try wait(2, now)
        let counted = [Int64(2), 3].map { SilentWaiter(account: $0, actedAt: now, countsFrom: now) }
        try SilentQueries.forgetWaiting(counted, for: 100, connection)
        #expect(try SilentQueries.candidates(at: later, least: 1, connection).map(\.waiting) == [1])
        for (moment, end, forgotten) in [(now, now, 0), (later, now, 1)] {
            #expect(
                try SilentQueries.forgetWaiting(until: moment, inCallsEndedUntil: end, limit: 5, connection)
                    == forgotten
            )
        }
        // What is published and cannot be is shown no more.
        let impossible = SilentFigures(silent: 5, together: 39)
        try SilentQueries.publish(impossible, of: 100, "", nextSecret: 4, at: later, connection)
        try SilentQueries.publishWhole(of: 100, at: later, connection)
        #expect(try AnswerRecountQueries.repair(connection) > 0)
        #expect(try SilentQueries.published(100, answers: 2, connection) == nil)
    }

    private static func answers(_ connection: Connection) throws {
        try AnswerQueries.insert(post: 101, option: 0, to: 100, by: 2, at: now, connection)
        #expect(try AnswerQueries.posts(to: 100, by: 2, connection).map(\.statusID) == [101])
        #expect(try AnswerQueries.posts(toCalls: [100, 7], by: 2, connection) == [100: [101]])
        #expect(try AnswerQueries.calls(answeredBy: 101, connection) == [100])
        #expect(try AnswerQueries.counted(100, by: 2, connection) == nil)
        let answer = CallAnswer(spoken: .init(option: 0, firstAt: now), choice: 1)
        try AnswerQueries.set(answer, isKept: true, 100, by: 2, connection)
        #expect(try AnswerQueries.counted(100, by: 2, connection) == answer)
        #expect(try AnswerQueries.calls(answeredByAccount: 2, connection) == [100])
        try AnswerQueries.count(from: nil, to: answer, of: 100, slot: 0, connection)
        var count = CallCount(answers: 2)
        (count.spoke, count.silent, count.both) = ([1, 0], [0, 1], [1, 0])
        #expect(try AnswerQueries.count(of: 100, answers: 2, connection) == count)
        #expect(
            try AnswerQueries.steps(of: 100, resolution: 60, from: Timestamp(milliseconds: 0), connection)
                .map(\.people) == [1]
        )
        #expect(try AnswerQueries.busiestMinute(of: 100, connection)?.people == 1)
        #expect(try AnswerQueries.voices(of: 100, among: 5, connection).isEmpty)
        _ = try AnswerQueries.counted(100, by: 3, connection)
        try AnswerQueries.set(nil, isKept: false, 100, by: 3, connection)
        try AnswerQueries.delete(post: 999, to: 100, by: 2, connection)
    }
}
