// What a template sees of a page: names and values, escaped by their type.
internal import Synchronization

/// One value in a template.
enum Field {
    /// Text from anywhere; escaped. A missing one is a false section.
    case text(String?)
    /// Markup that is safe already.
    case html(SafeHTML?)
    /// An address for `href` or `src`; one that is not http(s) or a path on this server counts as missing.
    case link(String?)
    /// The same where there has to be one: a bad address leads back to the page's own content.
    case href(String)
    /// A telephone number as an address (RFC 3966); one without digits counts as missing.
    case phone(String)
    /// A condition.
    case flag(Bool)
    /// One group of values, or none.
    case one(Fields?)
    /// A list of groups.
    case many([Fields])

    /// What a template writes: nothing there is escaped again.
    fileprivate var value: FieldValue {
        switch self {
        case .text(let text): text.map { .text($0.escapedForHTML()) } ?? .missing
        case .html(let html): html.map { .text($0.html) } ?? .missing
        case .link(let url): url.flatMap { $0.isSafeLink ? .text($0.escapedForHTML()) : nil } ?? .missing
        case .href(let url): .text(url.isSafeLink ? url.escapedForHTML() : "#content")
        case .phone(let number): Field.dial(number).map { .text("tel:\($0)") } ?? .missing
        case .flag(let flag): .flag(flag)
        case .one(let fields): fields.map { .one($0) } ?? .missing
        case .many(let list): .many(list)
        }
    }
}

/// A value as templates see it: text is HTML, safe to be written.
enum FieldValue: Sendable {
    case missing
    case flag(Bool)
    case text(String)
    case one(Fields)
    case many([Fields])

    /// Whether a section of it is left out.
    var isEmpty: Bool {
        switch self {
        case .missing, .flag(false): true
        case .many(let list): list.isEmpty
        case .flag, .text, .one: false
        }
    }

    /// What the names lead to; missing where one of them does.
    func value(at path: TemplatePath) -> FieldValue {
        var value = self
        for name in path {
            guard case .one(let fields) = value else { return .missing }
            value = fields[name]
        }
        return value
    }
}

extension Field {
    /// What a telephone dials: the digits, with a plus sign before them where there was one.
    private static func dial(_ number: String) -> String? {
        let digits = number.utf8.filter {
            (0x30...0x39).contains($0) || $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "#")
        }
        guard digits.contains(where: { (0x30...0x39).contains($0) }), digits.count <= 20 else { return nil }
        let plus = number.utf8.first { $0 != 0x20 } == UInt8(ascii: "+") ? "+" : ""
        return plus + String(decoding: digits, as: UTF8.self).replacing("#", with: "%23")
    }
}

/// The named values of one model. A page looks up thousands of names, of which a model has a few dozen: they are short, and
/// found sooner in a row than by hashes.
struct Fields: Sendable {
    private var entries: [(name: String, value: FieldValue)]

    init(_ fields: KeyValuePairs<String, Field>) {
        entries = fields.map { ($0.key, $0.value.value) }
    }

    /// These values and those of `other`; a name that both have is `other`'s.
    func merging(_ other: Fields) -> Fields {
        var merged = other
        merged.entries += entries
        return merged
    }

    func merging(_ other: KeyValuePairs<String, Field>) -> Fields { merging(Fields(other)) }

    /// The value of a name: the first one where there are two.
    subscript(name: String) -> FieldValue {
        for entry in entries where entry.name == name { return entry.value }
        MissingNames.current?.note(name)
        return .missing
    }
}

/// Collects the names that a template asks for and no model gives; bound by tests only.
final class MissingNames: Sendable {
    @TaskLocal static var current: MissingNames?

    private let names = Mutex<Set<String>>([])

    /// What was asked for in vain, sorted.
    var all: [String] { names.withLock { $0.sorted() } }

    func note(_ name: String) {
        names.withLock { _ = $0.insert(name) }
    }
}
