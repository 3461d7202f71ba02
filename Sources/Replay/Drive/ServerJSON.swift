// The few members of the server's answers that a replay reads.

internal import Basics

enum ServerJSON {
    /// The id of the entity. Entities begin with it; where one does not, the whole text is read.
    static func id(of body: [UInt8]) -> Int64? {
        let head = Array(#"{"id":""#.utf8)
        guard body.starts(with: head) else { return parse(body)?["id"]?.string.flatMap { Int64($0) } }
        var id: Int64 = 0
        var place = head.count
        while place < body.count, ASCII.isDigit(body[place]) {
            let (shifted, overflow) = id.multipliedReportingOverflow(by: 10)
            guard !overflow, place - head.count < 19 else { return nil }
            id = shifted &+ Int64(body[place] - UInt8(ascii: "0"))
            place += 1
        }
        return place > head.count && place < body.count && body[place] == UInt8(ascii: "\"") ? id : nil
    }

    static func ids(_ key: String, in body: [UInt8]) -> [Int64] {
        (parse(body)?[key]?.array ?? []).compactMap { $0.string.flatMap { Int64($0) } }
    }

    /// What the server says is wrong, after a colon; empty if it says nothing.
    static func error(in body: [UInt8]) -> String {
        guard let said = parse(body)?["error"]?.string else { return "" }
        return ": " + said.prefix(120)
    }

    static func parse(_ body: [UInt8]) -> JSONValue? { try? JSONValue.parse(body) }
}

extension JSONValue {
    var number: Int? {
        if case .number(let text) = self { Int(text) } else { nil }
    }
}

extension CallNames {
    /// From a Call, or from the Status in its place.
    init?(_ body: [UInt8], isCall: Bool) {
        guard let json = ServerJSON.parse(body), let id = json["id"]?.string else { return nil }
        self.id = isCall ? json["status_id"]?.string ?? id : id
        poll = json["poll_id"]?.string ?? json["poll"]?["id"]?.string
    }
}
