// One request until its outcome is known, or nobody can know it.

enum Delivery: Sendable {
    /// `isRepeat` if an earlier try may have been heard: the answer may then speak of a thing already done.
    case answered(WireAnswer, isRepeat: Bool)
    /// Sent at least once, and never answered.
    case uncertain(String)
    /// The server has never seen it.
    case unsent(String)
}

extension Player {
    static let attempts = 4
    private static let pauses: [Duration] = [.milliseconds(100), .milliseconds(400), .milliseconds(1500)]

    /// Sends again what can be sent again: what never arrived, what was refused for a moment (429, 503), and, with
    /// `isRepeatable`, what was lost on its way: a key or the nature of the request sees to it that it happens once.
    func deliver(_ request: WireRequest, as kind: RequestKind, isRepeatable: Bool = true) async -> Delivery {
        var lost: String?
        var why = "the replay ended"
        for attempt in 0..<Player.attempts {
            if attempt > 0 {
                guard stop.reason == nil else { break }
                tally.change { $0.retries += 1 }
                try? await Task.sleep(for: Player.pauses[attempt - 1])
            }
            let began = clock.now
            switch await wire.send(request) {
            case .answered(let answer):
                let isBusy = [429, 502, 503, 504].contains(answer.status)
                if isBusy, attempt + 1 < Player.attempts { continue }
                tally.record(kind, acknowledged: answer.isOK || answer.status == 304, took: clock.now - began)
                return .answered(answer, isRepeat: lost != nil)
            case .unreachable(let reason): why = reason
            case .lost(let reason):
                (lost, why) = (reason, reason)
                guard isRepeatable else { return uncertain(kind, reason) }
            }
        }
        if stop.reason == nil { stop.tell(.serverGone(why)) }
        return lost.map { uncertain(kind, $0) } ?? .unsent(why)
    }

    private func uncertain(_ kind: RequestKind, _ why: String) -> Delivery {
        tally.change { $0.kinds[kind, default: KindTally()].sent += 1 }
        return .uncertain(why)
    }
}
