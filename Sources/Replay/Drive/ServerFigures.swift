// The figures as the server shows them to everybody.

internal import Basics
internal import Synchronization

extension Player {
    /// Asks whether anybody is there, and what the tags had before the first event.
    func firstLook() async throws -> [Figure: Int] {
        switch await wire.send(WireRequest(path: "/api/v1/instance")) {
        case .answered(let answer) where answer.isOK: break
        case .answered(let answer):
            throw ReplayError("The server at \(options.url) answers \(answer.status) when asked about itself.")
        case .unreachable(let why), .lost(let why):
            throw ReplayError("No server answers at \(options.url) (\(why)): start one with `chorus serve`.")
        }
        var before: [Figure: Int] = [:]
        for name in TagSet.names {
            for (figure, value) in await tagFigures("#" + name) ?? [:] { before[figure] = value ?? 0 }
        }
        return before
    }

    /// What the server says of all subjects of `figures`; what it did not answer is missing.
    func serverFigures(_ figures: [Figure: Expected]) async -> [Figure: Int?] {
        var found: [Figure: Int?] = [:]
        for subject in Set(figures.keys.map(\.subject)) {
            let part: [Figure: Int?]?
            switch subject {
            case Figure.call: part = await callFigures()
            case Figure.post: part = await postFigures()
            default: part = await tagFigures(subject)
            }
            found.merge(part ?? [:]) { $1 }
        }
        return found
    }

    /// Whether the server shows how many people a tag has.
    func hasMagnitude() async -> Bool {
        await look("/api/chorus/v1/tags/\(TagSet.names[0].lowercased())/magnitude")?.isOK ?? false
    }

    /// - Parameter subject: the tag with its number sign.
    private func tagFigures(_ subject: String) async -> [Figure: Int?]? {
        let path = "/api/chorus/v1/tags/\(subject.dropFirst().lowercased())/magnitude"
        guard let answer = await look(path) else { return nil }
        if answer.status == 404 {
            return Dictionary(uniqueKeysWithValues: Figure.tagMetrics.map { (Figure(subject, $0), 0) })
        }
        return read(answer, subject, Figure.tagMetrics)
    }

    /// With an admin's token all of them exactly; without one what everybody is shown, of which silent figures move in steps.
    private func callFigures() async -> [Figure: Int?]? {
        guard let id = callNames.withLock({ $0?.id }) else { return nil }
        if let admin = cast.admin {
            return await look("/api/chorus/v1/admin/calls/\(id)/magnitude", token: admin.token)
                .flatMap { read($0, Figure.call, Figure.callMetrics) }
        }
        guard let answer = await look("/api/chorus/v1/calls/\(id)/magnitude"),
            var found = read(answer, Figure.call, Figure.callMetrics)
        else { return nil }
        for metric in [Figure.Metric.people, .silent] { found[Figure(Figure.call, metric)] = .some(nil) }
        return found
    }

    /// What everybody is shown of the call at the end, in words; nil where it cannot be read.
    func shownToEverybody() async -> CallShown? {
        guard let id = callNames.withLock({ $0?.id }), let answer = await look("/api/chorus/v1/calls/\(id)/magnitude"),
            answer.isOK, let json = ServerJSON.parse(answer.body), let people = json["people"]?.number,
            let spoke = json["spoke"]?.number
        else { return nil }
        return CallShown(
            people: people,
            spoke: spoke,
            silent: json["silent"]?.number,
            asOf: json["silent_as_of"]?.string
        )
    }

    private func postFigures() async -> [Figure: Int?]? {
        guard let id = callNames.withLock({ $0?.id }), let answer = await look("/api/v1/statuses/\(id)"), answer.isOK,
            let json = ServerJSON.parse(answer.body), let replies = json["replies_count"]?.number,
            let reblogs = json["reblogs_count"]?.number
        else { return nil }
        return [Figure(Figure.post, .replies): replies, Figure(Figure.post, .reblogs): reblogs]
    }

    /// Reads one thing, twice if need be. A server that does not answer then is gone, and nothing more is asked of it.
    func look(_ path: String, token: String? = nil) async -> WireAnswer? {
        for attempt in 0..<2 {
            if stop.isServerGone { return nil }
            switch await wire.send(WireRequest(path: path, token: token)) {
            case .answered(let answer): return answer
            case .unreachable(let why), .lost(let why): if attempt > 0 { stop.tell(.serverGone(why)) }
            }
        }
        return nil
    }

    /// A member that is null is withheld.
    private func read(_ answer: WireAnswer, _ subject: String, _ metrics: [Figure.Metric]) -> [Figure: Int?]? {
        guard answer.isOK, let json = ServerJSON.parse(answer.body) else { return nil }
        var found: [Figure: Int?] = [:]
        for metric in metrics {
            guard let value = json[metric.rawValue] else { continue }
            if value == .null {
                found[Figure(subject, metric)] = .some(nil)
            } else if let number = value.number {
                found[Figure(subject, metric)] = number
            }
        }
        return found
    }
}
