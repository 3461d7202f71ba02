// The fields of a query or of a form that a page posted.

internal import Basics

/// Names and values in the order sent; the first of a name counts.
struct FormFields: Sendable, Equatable {
    let pairs: [(name: String, value: String)]

    /// More than any form of ours has.
    private static let most = 400

    /// Reads `application/x-www-form-urlencoded` text; what is beyond the bounds is left out.
    init(_ text: String) {
        self.init(
            text.split(separator: "&").prefix(FormFields.most).map { part in
                let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                let value = sides.count > 1 ? String(sides[1]) : ""
                return (
                    PercentEncoding.decode(String(sides.first ?? ""), plusIsSpace: true),
                    PercentEncoding.decode(value, plusIsSpace: true)
                )
            }
        )
    }

    /// Fields that were read already; what is beyond the bounds is left out, and U+0000, which PostgreSQL cannot store.
    init(_ pairs: [(name: String, value: String)]) {
        self.pairs = pairs.prefix(FormFields.most).map { ($0.name.withoutNUL, $0.value.withoutNUL) }
    }

    /// Nil when absent.
    subscript(_ name: String) -> String? { pairs.first { $0.name == name }?.value }

    /// All values of a name, in the order sent.
    func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

    /// Names that begin so, in the order sent.
    func names(startingWith start: String) -> [String] { pairs.map(\.name).filter { $0.hasPrefix(start) } }

    /// As a query, in bytes of RFC 3986 only.
    func query(without left: Set<String> = []) -> String {
        pairs.filter { !left.contains($0.name) }
            .map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
            .joined(separator: "&")
    }

    static func == (a: FormFields, b: FormFields) -> Bool {
        a.pairs.elementsEqual(b.pairs) { $0.name == $1.name && $0.value == $1.value }
    }
}
