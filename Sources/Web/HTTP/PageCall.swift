// One request for a page, with all that the page may ask.

internal import Basics
internal import Domain
internal import Hummingbird
internal import Services
internal import Storage

/// Who opens a page: nobody known, or the account of a session.
struct PageReader: Sendable {
    let viewer: Viewer
    let frame: Frame

    var isAnonymous: Bool { viewer.accountID == nil }
}

/// A request for a page.
struct PageCall: Sendable {
    let reader: PageReader
    let pathValues: [Substring: String]
    private let query: [String: String]
    /// What a form had the next page say (`PageCookie.said`).
    let said: String?

    init(_ request: Request, reader: PageReader, pathValues: [Substring: String]) {
        self.reader = reader
        self.pathValues = pathValues
        var query: [String: String] = [:]
        for name in ["max_id", "min_id", "after"] {
            query[name] = request.uri.queryParameters[name[...]].map(String.init)
        }
        self.query = query
        said = request.cookies[PageCookie.saidName]?.value
    }

    /// A path segment, percent-decoded.
    func pathText(_ name: Substring) -> String { pathValues[name].map { PercentEncoding.decode($0) } ?? "" }

    /// An id in the query. What is no id counts as not said: the first page is a better answer than an error.
    func queryID(_ name: String) -> Int64? {
        query[name].flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil }
    }

    /// Which part of a list: downward from `max_id`, or upward from `min_id`.
    var place: ListPlace {
        if let id = queryID("min_id") { return .above(id) }
        if let id = queryID("max_id") { return .below(id) }
        return .newest
    }
}

/// Which page of a list that is read newest first.
enum ListPlace: Hashable, Sendable {
    case newest
    case below(Int64)
    case above(Int64)

    /// One row more than is shown tells whether there is another page.
    func request(showing limit: Int) -> PageRequest {
        switch self {
        case .newest: PageRequest(limit: limit + 1)
        case .below(let id): PageRequest(maxID: id, limit: limit + 1)
        case .above(let id): PageRequest(minID: id, limit: limit + 1)
        }
    }

    /// `?max_id=…`, to keep the place in a redirect.
    var query: String {
        switch self {
        case .newest: ""
        case .below(let id): "?max_id=\(id)"
        case .above(let id): "?min_id=\(id)"
        }
    }
}

/// One page of ids, with the addresses of its neighbours.
struct ListSlice: Sendable {
    var ids: [Int64]
    var newerURL: String?
    var olderURL: String?
    /// The page reached the top from below and is shorter than others: the first page is meant.
    var isTop: Bool

    /// - Parameters:
    ///   - read: ids, newest first, of `place.request(showing: limit)`.
    ///   - path: the list's address.
    init(_ read: [Int64], at place: ListPlace, showing limit: Int, path: String) {
        let more = read.count > limit
        switch place {
        case .newest, .below:
            ids = Array(read.prefix(limit))
            isTop = false
            olderURL = more ? ids.last.map { "\(path)?max_id=\($0)" } : nil
            if case .below(let id) = place {
                // Where nothing is left, the way up starts at the cursor itself.
                newerURL = "\(path)?min_id=\(ids.first ?? id - 1)"
            }
        case .above:
            ids = Array(read.suffix(limit))
            isTop = !more
            newerURL = more ? ids.first.map { "\(path)?min_id=\($0)" } : nil
            olderURL = ids.last.map { "\(path)?max_id=\($0)" }
        }
    }
}
