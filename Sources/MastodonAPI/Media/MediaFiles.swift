// /media/…: stored files, as browsers and apps read them: in ranges, asked for again each time, and never as a page.

internal import Basics
internal import HTTPTypes
public import Hummingbird
internal import Media
public import Services

/// Serves the files of a `FolderStore`. A bucket serves its own.
public struct MediaFiles: Sendable {
    private let store: FolderStore
    private let files = FileIO()

    /// Nil where this server keeps no files itself.
    public init?(_ services: Services) {
        guard let store = services.media?.store as? FolderStore else { return nil }
        self.store = store
    }

    public func register<Context: RequestContext>(on router: Router<Context>) {
        router.get("/media/**") { request, context in
            try await response(to: request, context.parameters.getCatchAll().joined(separator: "/"), context)
        }
    }

    private func response(to request: Request, _ path: String, _ context: some RequestContext) async throws -> Response
    {
        guard !path.hasPrefix(MediaPath.hiddenFolder), let type = MediaPath.type(path),
            let place = store.place(of: path), let size = store.size(of: path)
        else {
            throw HTTPError(.notFound)
        }
        // What is at an address changes only where something is cut out of it (`chorus media strip`).
        return try await StoredFile(path: place, size: size, type: type, name: "\(path) \(size)")
            .response(to: request, caching: MediaPath.caching, files, context)
    }
}

/// A file as browsers and apps read it: in ranges, and never as a page.
struct StoredFile {
    let path: String
    let size: Int
    let type: String
    /// What stands for its bytes.
    let name: String

    func response(
        to request: Request,
        caching: String,
        _ files: FileIO,
        _ context: some RequestContext
    ) async throws -> Response {
        var headers = StoredFile.headers
        headers[.cacheControl] = caching
        let etag = EntityTag.of(Array(name.utf8))
        headers[.eTag] = etag
        if let known = request.headers[.ifNoneMatch], EntityTag.isAmong(known, etag) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = type
        if let asked = request.headers[.range], let range = ByteRange(asked, of: size) {
            guard case .bytes(let bytes) = range else {
                headers[.contentRange] = "bytes */\(size)"
                headers[.cacheControl] = "no-store"
                return Response(status: .rangeNotSatisfiable, headers: headers)
            }
            headers[.contentRange] = "bytes \(bytes.lowerBound)-\(bytes.upperBound)/\(size)"
            let body = try await files.loadFile(path: path, range: bytes, context: context)
            return Response(status: .partialContent, headers: headers, body: body)
        }
        return Response(status: .ok, headers: headers, body: try await files.loadFile(path: path, context: context))
    }

    /// Opened by itself it can do nothing but be looked at; apps and pages
    /// elsewhere may show it.
    private static let headers: HTTPFields = {
        var headers: HTTPFields = [
            .acceptRanges: "bytes",
            .xContentTypeOptions: "nosniff", .accessControlAllowOrigin: "*",
            .contentSecurityPolicy:
                "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox",
        ]
        if let name = HTTPField.Name("Cross-Origin-Resource-Policy") { headers[name] = "cross-origin" }
        return headers
    }()
}

/// The one range of a `Range` header (RFC 9110 §14.1.2).
enum ByteRange: Equatable {
    case bytes(ClosedRange<Int>)
    case unsatisfiable

    /// Nil for what need not be obeyed: other units, several ranges, nonsense.
    init?(_ header: String, of size: Int) {
        guard header.hasPrefix("bytes=") else { return nil }
        let parts = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false).map { part in
            part.filter { $0 != " " }
        }
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy(ASCII.isDigit) && $0.utf8.count < 18 }) else {
            return nil
        }
        switch (Int(parts[0]), Int(parts[1])) {
        case (let first?, let last):
            if let last, last < first { return nil }
            self = first < size ? .bytes(first...min(last ?? size - 1, size - 1)) : .unsatisfiable
        case (nil, let count?):
            self = count > 0 && size > 0 ? .bytes(max(0, size - count)...(size - 1)) : .unsatisfiable
        case (nil, nil): return nil
        }
    }
}
