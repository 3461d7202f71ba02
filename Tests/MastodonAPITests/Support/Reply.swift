// The answer to one request, and what tests ask of it.

public import Basics
import Domain
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

struct Reply: Sendable {
    let request: String
    let response: TestResponse
    /// What was told of, while it was answered.
    let events: [DomainEvent]
    /// SQL statements that ran meanwhile.
    let statements: Int

    var status: Int { response.status.code }
    var text: String { String(decoding: response.body.readableBytesView, as: UTF8.self) }
    var link: String? { response.headers[HTTPField.Name.linkForTests] }

    var json: JSONValue { (try? JSONValue.parse(Array(response.body.readableBytesView))) ?? .string("no JSON: \(text)") }

    /// A value inside of the answer: keys of objects and places of arrays.
    subscript(_ path: String...) -> JSONValue { json.value(at: path) }

    /// The `id` of the answer, which must have succeeded.
    func id(sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
        expect(200, sourceLocation: sourceLocation)
        return try #require(self["id"].string, "\(request): \(text)", sourceLocation: sourceLocation)
    }

    /// The `id` of each element, of a list or of a list inside.
    func ids(_ path: String...) -> [String] { json.value(at: path).array?.map { $0["id"]?.string ?? "?" } ?? ["\(status)"] }

    /// The pages that `Link` names, by relation, without scheme and host.
    var links: [String: String] {
        var found: [String: String] = [:]
        for part in (link ?? "").split(separator: ", ") {
            let halves = part.split(separator: "; ", maxSplits: 1)
            guard halves.count == 2, halves[0].hasPrefix("<https://chorus.example/"), halves[0].hasSuffix(">") else { continue }
            let relation = halves[1].dropFirst("rel=\"".count).dropLast()
            found[String(relation)] = String(halves[0].dropFirst("<https://chorus.example".count).dropLast())
        }
        return found
    }

    @discardableResult
    func expect(_ code: Int, sourceLocation: SourceLocation = #_sourceLocation) -> Reply {
        #expect(status == code, "\(request): \(text)", sourceLocation: sourceLocation)
        return self
    }

    /// An error exactly as Mastodon words it.
    func expectError(_ code: Int, _ sentence: String, sourceLocation: SourceLocation = #_sourceLocation) {
        expect(code, sourceLocation: sourceLocation)
        #expect(json == .object([.init(key: "error", value: .string(sentence))]), "\(request)", sourceLocation: sourceLocation)
        #expect(
            response.headers[.contentType] == "application/json; charset=utf-8", "\(request)", sourceLocation: sourceLocation)
    }

    @discardableResult
    func expectStatements(atMost most: Int, sourceLocation: SourceLocation = #_sourceLocation) -> Reply {
        #expect(statements <= most, "\(request)", sourceLocation: sourceLocation)
        return self
    }
}

extension HTTPField.Name {
    static var linkForTests: HTTPField.Name { HTTPField.Name("Link") ?? .contentType }
}

extension JSONValue {
    func value(at path: some Collection<String>) -> JSONValue {
        var value = self
        for step in path {
            if let place = Int(step), let array = value.array {
                guard array.indices.contains(place) else { return .string("no element \(place)") }
                value = array[place]
            } else {
                guard let inner = value[step] else { return .string("no member \(step)") }
                value = inner
            }
        }
        return value
    }

    /// Names of an object's members, in order.
    var keys: [String] { if case .object(let members) = self { members.map(\.key) } else { [] } }

    /// The same with the members of all objects by name, for comparing.
    var sorted: JSONValue {
        switch self {
        case .array(let elements): .array(elements.map(\.sorted))
        case .object(let members):
            .object(members.sorted { $0.key < $1.key }.map { Member(key: $0.key, value: $0.value.sorted) })
        default: self
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .number(String(value)) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
}

/// Compares two JSON texts whatever the order of their members.
func expectSameJSON(_ left: JSONValue, _ right: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(left.sorted == (try JSONValue.parse(Array(right.utf8))).sorted, sourceLocation: sourceLocation)
}
