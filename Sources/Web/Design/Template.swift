// Templates of pages: the part of Mustache that they use, parsed once for each language, and written out fast.

/// What is wrong with a template.
struct TemplateError: Error, CustomStringConvertible {
    let template: String
    let problem: String

    var description: String { "Template \(template): \(problem)" }
}

/// A piece of a template.
///
/// Of Mustache (mustache.github.io/mustache.5.html) there is `{{.a.b}}`, `{{.}}`, `{{#.a}}…{{/.a}}`, `{{^.a}}…{{/.a}}`, `{{>name}}`,
/// and `{{<name}}{{$block}}…{{/block}}{{/name}}`. Names begin with a dot: they are those of the innermost section, and never
/// of one around it. A tag that stands alone in a line takes the line with it.
enum TemplatePart: Sendable {
    case text(String)
    case value(TemplatePath)
    /// What is written for a value that is there: once, or once for each of a list.
    case section(TemplatePath, [TemplatePart])
    /// What is written where the value is missing, false or an empty list.
    case inverted(TemplatePath, [TemplatePart])
    case partial(String)
    case parent(String, blocks: [String: [TemplatePart]])
    case block(String, [TemplatePart])
    /// Another template, by its place in the library.
    case template(Int)
}

/// The names that lead to a value; none: the value of the section itself.
typealias TemplatePath = [String]

/// The templates of one language.
struct TemplateLibrary: Sendable {
    private let places: [String: Int]
    private let templates: [[TemplatePart]]

    /// Parses the templates, and joins them to those they name. Throws where one is malformed or names one that is missing.
    init(_ sources: [(name: String, text: String)]) throws(TemplateError) {
        var places: [String: Int] = [:]
        var parsed: [[TemplatePart]] = []
        for (name, text) in sources {
            places[name] = parsed.count
            var parser = TemplateParser(text, of: name)
            parsed.append(try parser.parse())
        }
        var joined: [[TemplatePart]] = []
        for (place, parts) in parsed.enumerated() {
            joined.append(try TemplateLibrary.join(parts, [:], of: sources[place].name, places, parsed))
        }
        self.places = places
        templates = joined
    }

    /// A page by a template's name; empty if there is none of that name.
    func render(_ name: String, _ fields: Fields) -> String {
        guard let place = places[name] else { return "" }
        var page = ""
        page.reserveCapacity(32_768)
        write(templates[place], .one(fields), into: &page)
        return page
    }

    /// Names of other templates become places, and what a template puts into its parent's blocks goes there.
    private static func join(
        _ parts: [TemplatePart],
        _ blocks: [String: [TemplatePart]],
        of name: String,
        _ places: [String: Int],
        _ parsed: [[TemplatePart]]
    ) throws(TemplateError) -> [TemplatePart] {
        var joined: [TemplatePart] = []
        for part in parts {
            switch part {
            case .text, .value, .template: joined.append(part)
            case .section(let path, let inner):
                joined.append(.section(path, try join(inner, blocks, of: name, places, parsed)))
            case .inverted(let path, let inner):
                joined.append(.inverted(path, try join(inner, blocks, of: name, places, parsed)))
            case .block(let block, let inner):
                joined += try join(blocks[block] ?? inner, [:], of: name, places, parsed)
            case .partial(let other):
                guard let place = places[other] else {
                    throw TemplateError(template: name, problem: "there is no \(other)")
                }
                joined.append(.template(place))
            case .parent(let other, let inner):
                guard let place = places[other] else {
                    throw TemplateError(template: name, problem: "there is no \(other)")
                }
                joined += try join(parsed[place], inner, of: name, places, parsed)
            }
        }
        return joined
    }

    private func write(_ parts: [TemplatePart], _ scope: FieldValue, into page: inout String) {
        for part in parts {
            switch part {
            case .text(let text): page += text
            case .value(let path):
                if case .text(let text) = scope.value(at: path) { page += text }
            case .section(let path, let inner):
                switch scope.value(at: path) {
                case .missing, .flag(false): break
                case .flag(true): write(inner, scope, into: &page)
                case .many(let list): for fields in list { write(inner, .one(fields), into: &page) }
                case let value: write(inner, value, into: &page)
                }
            case .inverted(let path, let inner):
                if scope.value(at: path).isEmpty { write(inner, scope, into: &page) }
            case .template(let place): write(templates[place], scope, into: &page)
            case .partial, .parent, .block: break  // `join` has left none.
            }
        }
    }
}

/// Reads one template.
private struct TemplateParser {
    private let name: String
    private var rest: Substring
    /// Nothing but tags that stand alone, and white space, since the line began.
    private var isLineStart = true

    init(_ text: String, of name: String) {
        rest = text[...]
        self.name = name
    }

    mutating func parse() throws(TemplateError) -> [TemplatePart] { try parts(until: nil) }

    /// What comes before the tag that ends `section`, and that tag.
    private mutating func parts(until section: String?) throws(TemplateError) -> [TemplatePart] {
        var parts: [TemplatePart] = []
        while let start = rest.firstRange(of: "{{") {
            let before = rest[..<start.lowerBound]
            guard let end = rest[start.upperBound...].firstRange(of: "}}") else { throw error("a tag does not end") }
            let tag = rest[start.upperBound..<end.lowerBound]
            let content = String(tag.dropFirst())
            let after = rest[end.upperBound...]
            rest = after
            if tag.first == "." {
                append(before, to: &parts)
                isLineStart = false
                parts.append(.value(try path(tag)))
                continue
            }
            standAlone(before, after, &parts)
            switch tag.first {
            case "#": parts.append(.section(try path(tag.dropFirst()), try self.parts(until: content)))
            case "^": parts.append(.inverted(try path(tag.dropFirst()), try self.parts(until: content)))
            case "$": parts.append(.block(content, try self.parts(until: content)))
            case ">": parts.append(.partial(content))
            case "<":
                var blocks: [String: [TemplatePart]] = [:]
                for part in try self.parts(until: content) {
                    if case .block(let name, let inner) = part { blocks[name] = inner }
                }
                parts.append(.parent(content, blocks: blocks))
            case "/":
                guard content == section else { throw error("{{/\(content)}} ends \(section ?? "nothing")") }
                return parts
            default: throw error("{{\(tag)}} is not a tag that pages use")
            }
        }
        guard section == nil else { throw error("\(section ?? "") does not end") }
        append(rest, to: &parts)
        rest = ""
        return parts
    }

    /// Takes the text before a tag, and the rest of its line where it has that to itself.
    private mutating func standAlone(_ before: Substring, _ after: Substring, _ parts: inout [TemplatePart]) {
        let line = before.last(while: { $0 != "\n" })
        let beginsLine = line.startIndex > before.startIndex || isLineStart
        let ending = after.prefix { $0 == " " || $0 == "\t" }.endIndex
        let endsLine = ending == after.endIndex || after[ending] == "\n"
        guard beginsLine, endsLine, line.allSatisfy({ $0 == " " || $0 == "\t" }) else {
            append(before, to: &parts)
            isLineStart = false
            return
        }
        append(before[..<line.startIndex], to: &parts)
        rest = ending == after.endIndex ? "" : after[after.index(after: ending)...]
        isLineStart = true
    }

    private func append(_ text: Substring, to parts: inout [TemplatePart]) {
        if !text.isEmpty { parts.append(.text(String(text))) }
    }

    private func path(_ name: Substring) throws(TemplateError) -> TemplatePath {
        guard name.first == "." else { throw error("\(name) does not begin with a dot") }
        return name.split(separator: ".").map(String.init)
    }

    private func error(_ problem: String) -> TemplateError { TemplateError(template: name, problem: problem) }
}

extension Substring {
    /// The longest end of it of which all characters satisfy `condition`.
    fileprivate func last(while condition: (Character) -> Bool) -> Substring {
        var start = endIndex
        while start > startIndex, condition(self[index(before: start)]) { start = index(before: start) }
        return self[start...]
    }
}
