// One request for a page, with all that the page may ask.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Localization
internal import Services

/// Who opens a page: nobody known, or the account of a session.
struct PageReader: Sendable {
    let viewer: Viewer
    let frame: Frame
    let language: InterfaceLanguage
    /// Of who is signed in.
    var session: Session?

    var isAnonymous: Bool { viewer.accountID == nil }
}

/// A request for a page.
struct PageRequest: Sendable {
    let reader: PageReader
    let pathValues: [Substring: String]
    private let query: FormFields
    /// Path and query.
    let here: String
    /// The page of this server that led here, where the browser says it.
    let cameFrom: String?
    /// A script of ours asks for a part of a page.
    let wantsPart: Bool
    /// What a form had the next page say (`PageCookie.said`).
    let said: String?
    /// By which clock posts are scheduled with this browser, in minutes east of UTC.
    let zone: Int?
    /// By which this browser is told of notifications.
    let pushToken: String?

    init(_ request: Request, reader: PageReader, pathValues: [Substring: String], site: Site) {
        self.reader = reader
        self.pathValues = pathValues
        query = FormFields(request.uri.query ?? "")
        here = request.here
        cameFrom = request.cameFrom(reader.frame.url)
        wantsPart = request.wantsPart
        said = request.cookie(PageCookie.saidName)
        zone = request.cookie(PageCookie.zoneName).flatMap { Int($0) }
        pushToken = request.cookie(PageCookie.pushName(isSecure: site.isSecure))
    }

    /// A path segment, percent-decoded.
    func pathText(_ name: Substring) -> String { pathValues[name].map { PercentEncoding.decode($0) } ?? "" }

    /// An id in the query. What is no id counts as not said: the first page is a better answer than an error.
    func queryID(_ name: String) -> Int64? {
        query[name].flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil }
    }

    func queryText(_ name: String) -> String? { query[name] }

    /// The id in the path; nil for what is not one.
    var pathID: Int64? { Int64(pathText("id")).flatMap { $0 > 0 ? $0 : nil } }

    /// To the sign-in page, and back here.
    var toSignIn: PageAnswer { .redirect("/auth/sign_in?return_to=\(PercentEncoding.encode(here))") }

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
    func bounds(showing limit: Int) -> PageBounds {
        switch self {
        case .newest: PageBounds(limit: limit + 1)
        case .below(let id): PageBounds(maxID: id, limit: limit + 1)
        case .above(let id): PageBounds(minID: id, limit: limit + 1)
        }
    }

    /// Read upward, from below.
    var isUpward: Bool { if case .above = self { true } else { false } }

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

    /// The same of a timeline, whose rows may have been left out by what its reader has decided: it goes on from what was looked at.
    init(_ read: Page<Int64>, at place: ListPlace, showing limit: Int, path: String) {
        self.init(read.items, at: place, showing: limit, path: path)
        if !place.isUpward, olderURL == nil, read.isFull, let oldest = read.oldest {
            olderURL = "\(path)?max_id=\(oldest)"
        }
    }

    /// - Parameters:
    ///   - read: ids, newest first, of `place.bounds(showing: limit)`.
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
                newerURL = "\(path)?min_id=\(ids.first ?? max(id, 1) - 1)"
            }
        case .above:
            ids = Array(read.suffix(limit))
            isTop = !more
            newerURL = more ? ids.first.map { "\(path)?min_id=\($0)" } : nil
            olderURL = ids.last.map { "\(path)?max_id=\($0)" }
        }
    }
}

extension Request {
    /// Path and query, as a place to come back to.
    var here: String { LocalPath.checked(uri.path + (uri.query.map { "?\($0)" } ?? "")) }

    /// The page of this server that led here; our own pages say so to each other only (`Referrer-Policy`).
    func cameFrom(_ url: String) -> String? {
        guard let referer = headers[.referer], referer.hasPrefix(url + "/") else { return nil }
        let path = LocalPath.checked(String(referer.dropFirst(url.utf8.count)))
        return path == here || path.hasPrefix("/auth/") || path == SentForms.path ? nil : path
    }

    /// A script of ours that puts a part of the answer into the page that is open.
    var wantsPart: Bool { headers[.requestedWith] == "part" }
}
