// What a template sees of a page: names and values, escaped by their type.
import Mustache
import Synchronization

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

    /// What Mustache renders. Templates run with content type TEXT, so what leaves here is not escaped again; without
    /// that pragma it would be escaped twice, which is ugly and safe.
    fileprivate var value: Any {
        switch self {
        case .text(let text): text.map { $0.escapedForHTML() as Any } ?? false
        case .html(let html): html.map { $0.html as Any } ?? false
        case .link(let url): url.flatMap { $0.isSafeLink ? $0.escapedForHTML() as Any : nil } ?? false
        case .href(let url): url.isSafeLink ? url.escapedForHTML() : "#content"
        case .phone(let number): Field.dial(number).map { "tel:\($0)" as Any } ?? false
        case .flag(let flag): flag
        case .one(let fields): fields.map { $0 as Any } ?? false
        case .many(let list): list
        }
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

/// The named values of one model. Read by key, not by reflection: a page looks up hundreds of names.
struct Fields: MustacheParent {
    private var values: [String: Any]

    init(_ fields: [String: Field]) {
        values = fields.mapValues(\.value)
    }

    /// These values and those of `other`; a name that both have is `other`'s.
    func merging(_ other: [String: Field]) -> Fields {
        var merged = self
        for (name, field) in other { merged.values[name] = field.value }
        return merged
    }

    func child(named name: String) -> Any? {
        if let value = values[name] { return value }
        MissingNames.current?.note(name)
        return nil
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
