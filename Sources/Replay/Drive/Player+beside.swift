// What runs beside the events: readers, the watcher of trends, the line of progress.

internal import Basics
internal import Synchronization

/// What the list of trends showed while it was watched, once a second.
public struct TrendsSeen: Sendable, Equatable {
    public var looks = 0
    public var attackWasListed = false
    /// Seconds from the start of the replay to the first look that showed the movement's tag.
    public var movementAfter: Double?

    public init() {}
}

extension Player {
    /// Keeps the ratio of reads to writes, as far as the server answers.
    func read() async {
        await withTaskGroup(of: Void.self) { group in
            for (number, lane) in reads.lanes.enumerated() {
                group.addTask {
                    var turn = number
                    var etag: String?
                    for await _ in lane where !self.reads.isOver && self.stop.reason == nil {
                        turn += 1
                        await self.read(turn, &etag)
                    }
                }
            }
        }
    }

    private func read(_ turn: Int, _ etag: inout String?) async {
        guard let call = callNames.withLock({ $0?.id }) else { return }
        let (kind, path) = place(turn, call)
        // Half of the looks at the magnitude are those of a page which knows what it has.
        let isSecond = kind == .readMagnitude && turn % 8 == 0
        let began = clock.now
        guard case .answered(let answer) = await wire.send(WireRequest(path: path, etag: isSecond ? etag : nil)) else {
            return tally.failed("a read was not answered")
        }
        tally.record(kind, acknowledged: answer.isOK || answer.status == 304, took: clock.now - began)
        if plan.options.hasAttack, answer.body.firstRange(of: Array(ReplayText.numberMark.utf8)) != nil {
            tally.change { $0.numbersSeen += 1 }
        }
        if answer.status == 304 { tally.change { $0.notModified += 1 } }
        if kind == .readMagnitude { etag = answer.etag ?? etag }
        if !answer.isOK, answer.status != 304 { tally.failed("a read was refused with \(answer.status)") }
    }

    private func place(_ turn: Int, _ call: String) -> (RequestKind, String) {
        switch turn % 4 {
        case 0 where plan.options.hasCall: (.readMagnitude, "/api/chorus/v1/tags/metoo/magnitude")
        case 1: (.readTag, "/api/v1/timelines/tag/metoo?limit=20")
        case 2: (.readContext, "/api/v1/statuses/\(call)/context?limit=40")
        default: (.readPage, "/tags/metoo")
        }
    }

    func watchTrends() async {
        while !Task.isCancelled, stop.reason == nil {
            await lookAtTrends()
            try? await Task.sleep(for: .seconds(1))
        }
    }

    func lookAtTrends() async {
        guard case .answered(let answer) = await wire.send(WireRequest(path: "/api/chorus/v1/trends")), answer.isOK,
            let listed = ServerJSON.parse(answer.body)?.array
        else { return }
        let names = Set(listed.compactMap { $0["tag"]?["name"]?.string })
        let (seconds, attoseconds) = (clock.now - began).components
        trends.withLock { trends in
            trends.looks += 1
            if names.contains(TagSet.names[6].lowercased()) { trends.attackWasListed = true }
            if trends.movementAfter == nil, names.contains(TagSet.names[0].lowercased()) {
                trends.movementAfter = Double(seconds) + Double(attoseconds) * 1e-18
            }
        }
    }

    func tell(_ progress: ProgressLine) async {
        while !Task.isCancelled {
            let state = tally.snapshot
            progress.show(done: state.done, of: plan.expectedCount, writes: state.writes, reads: state.reads)
            try? await Task.sleep(for: progress.pause)
        }
    }
}
