// Events between nodes, and from a command to its server: `{"node":"…","events":[…]}`, each event its JSON.

internal import Basics
internal import Domain
internal import Foundation

/// What one node tells the others.
struct EventMessage {
    let events: [DomainEvent]

    /// Nil for what is none, or what this `node` has told itself. Events that this version does not know are missed.
    init?(_ text: String, heardBy node: String) {
        guard !text.hasPrefix(EventMessage.head(node)),
            let message = try? JSONDecoder().decode(Written.self, from: Data(text.utf8))
        else { return nil }
        events = message.events.map { $0.event ?? .eventsMissed }
    }

    /// The fewest texts of at most `limit` bytes that hold all events; one that is longer by itself counts as missed.
    ///
    /// - Parameter node: a name without what JSON would escape.
    static func write(_ events: [DomainEvent], from node: String, upTo limit: Int) -> [String] {
        let (head, encoder) = (head(node), JSONEncoder())
        let room = limit - head.utf8.count - tail.utf8.count
        var texts: [String] = []
        var parts: [String] = []
        var length = 0
        func end() {
            if !parts.isEmpty { texts.append(head + parts.joined(separator: ",") + tail) }
            (parts, length) = ([], 0)
        }
        for event in events.flatMap(\.pieces) {
            var text = event.json(encoder)
            if text.utf8.count > room { text = DomainEvent.eventsMissed.json(encoder) }
            if length + text.utf8.count > room { end() }
            parts.append(text)
            length += text.utf8.count + 1
        }
        end()
        return texts
    }

    private static func head(_ node: String) -> String { #"{"node":"\#(node)","events":["# }

    private static let tail = "]}"

    private struct Written: Decodable {
        struct Part: Decodable {
            let event: DomainEvent?

            init(from decoder: any Decoder) throws { event = try? DomainEvent(from: decoder) }
        }

        let events: [Part]
    }
}

extension DomainEvent {
    /// Events are built of numbers and texts, of which each has its JSON.
    func json(_ encoder: JSONEncoder) -> String {
        (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? #"{"eventsMissed":{}}"#
    }

    /// The same as several events where one could be long.
    fileprivate var pieces: [DomainEvent] {
        guard case .tagUnused(let tag, let account, let uses, let lastAt) = self, uses.count > 50 else { return [self] }
        return stride(from: 0, to: uses.count, by: 50).map { start in
            .tagUnused(tag, account: account, Array(uses[start..<min(start + 50, uses.count)]), lastAt: lastAt)
        }
    }
}
