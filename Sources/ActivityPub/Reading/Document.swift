// The door for every document that comes from outside: whole or not at all, and in one shape only.

public import Basics

/// Why a document was refused as a whole.
public enum DocumentError: Error, Sendable, Equatable {
    case tooLarge
    case malformed(JSONError)
    case notAnObject
    case tooManyValues
    /// A key that makes JSON-LD see another tree than the one read here.
    case forbiddenKey(String)
}

/// A JSON object that may be looked at: of bounded size, and meaning the same to everybody who reads it.
public struct Document: Sendable, Equatable {
    public let json: JSONValue

    /// Refuses what is too large or no object, and documents which a JSON-LD processor would read as another tree than
    /// this module does: with `@graph`, `@included`, `@reverse`, with `@id` or `@type` outside of `@context`, or with a
    /// key twice in one object. Forgeries have moved parts of a signed document around by these.
    public init(_ bytes: [UInt8]) throws(DocumentError) {
        guard bytes.count <= DocumentLimits.document else { throw .tooLarge }
        let json: JSONValue
        do { json = try JSONValue.parse(bytes, refusingRepeatedKeys: true) } catch { throw .malformed(error) }
        guard case .object = json else { throw .notAnObject }
        var left = DocumentLimits.values
        try Document.check(json, &left)
        self.json = json
    }

    private static let forbidden: Set<String> = ["@graph", "@included", "@reverse", "@nest", "@id", "@type"]

    private static func check(_ value: JSONValue, _ left: inout Int) throws(DocumentError) {
        left -= 1
        guard left >= 0 else { throw .tooManyValues }
        switch value {
        case .object(let members):
            for member in members {
                if member.key == "@context" {
                    try checkContext(member.value, &left)
                    continue
                }
                if forbidden.contains(member.key) { throw .forbiddenKey(member.key) }
                try check(member.value, &left)
            }
        case .array(let elements): for element in elements { try check(element, &left) }
        case .null, .bool, .number, .string: break
        }
    }

    /// In a context `@id` and `@type` say what terms mean; another name for what has power here would be a second shape
    /// of the document.
    private static func checkContext(_ value: JSONValue, _ left: inout Int) throws(DocumentError) {
        left -= 1
        guard left >= 0 else { throw .tooManyValues }
        switch value {
        case .array(let elements): for element in elements { try checkContext(element, &left) }
        case .object(let members):
            for member in members {
                if member.key == "@graph" || member.key == "@included" || member.key == "@reverse" {
                    throw .forbiddenKey(member.key)
                }
                if aliases(member.value) { throw .forbiddenKey(member.key) }
                try checkContext(member.value, &left)
            }
        case .null, .bool, .number, .string: break
        }
    }

    /// `"x": "@graph"`, or the same written as `{"@id": "@graph"}` or `{"@reverse": …}`. That `id` and `type` mean `@id`
    /// and `@type` is how ActivityStreams itself has it, and many documents say so once more.
    private static func aliases(_ value: JSONValue) -> Bool {
        let keyword = value.string ?? value["@id"]?.string
        return keyword == "@graph" || keyword == "@included" || keyword == "@reverse" || keyword == "@nest"
    }
}
