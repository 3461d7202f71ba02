// A request of another server for a document.

internal import Basics
internal import HTTPTypes
internal import Hummingbird

struct DocumentRequest: Sendable {
    private let pathValues: [Substring: String]
    let headers: HTTPFields
    private let query: [(name: String, value: String)]

    init(_ request: Request, pathValues: [Substring: String]) {
        self.pathValues = pathValues
        headers = request.headers
        query = (request.uri.query ?? "").split(separator: "&").prefix(50).map { part in
            let equals = part.firstIndex(of: "=") ?? part.endIndex
            let value = equals < part.endIndex ? part[part.index(after: equals)...] : ""
            return (String(part[..<equals]), PercentEncoding.decode(String(value), plusIsSpace: true))
        }
    }

    /// A segment of the path, percent-decoded.
    func pathText(_ name: Substring) -> String { pathValues[name].map { PercentEncoding.decode($0) } ?? "" }

    func query(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// An id in the path or query; nil for what is none.
    func id(_ text: String?) -> Int64? { text.flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil } }
}
