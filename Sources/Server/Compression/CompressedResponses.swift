// Answers in the form that a client reads best: docs/decisions/0019-compression.md says which, and which never.

internal import Compression
internal import Connections
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore

/// The outermost step of every request: text is compressed for who can read it, and HEAD is answered as GET without a body.
struct CompressedResponses<Base: HTTPResponder>: HTTPResponder {
    let base: Base
    private let shared = CompressedForms(capacity: 64)
    /// The files in the binary: few, and never pushed out by pages.
    private let assets = CompressedForms(capacity: 64)

    init(_ base: Base) { self.base = base }

    func respond(to request: Request, context: Base.Context) async throws -> Response {
        switch request.method {
        case .get:
            return try await compressed(try await base.respond(to: request, context: context), request)
        case .head:
            var head = request.head
            head.method = .get
            let asked = Request(head: head, body: request.body)
            return try await compressed(try await base.respond(to: asked, context: context), asked).createHeadResponse()
        default:
            if let refusal = refusal(of: request) { return refusal }
            return try await base.respond(to: request, context: context)
        }
    }

    /// Nothing here reads a compressed body: a small one could become a large one (RFC 9110 §15.5.16).
    private func refusal(of request: Request) -> Response? {
        guard let coding = request.headers.first(.contentEncoding)?.lowercased(),
            ["gzip", "x-gzip", "deflate", "br", "zstd", "compress"].contains(where: coding.contains)
        else { return nil }
        return Response(
            status: .unsupportedMediaType,
            headers: [
                .contentType: "application/json; charset=utf-8", .acceptEncoding: "identity",
                .accessControlAllowOrigin: "*", .cacheControl: "private, no-store",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: #"{"error":"Compressed bodies are not read here"}"#))
        )
    }

    private func compressed(_ response: Response, _ request: Request) async throws -> Response {
        if response.status == .notModified { return known(response, request) }
        guard let length = response.body.contentLength, CompressionPolicy.lengths.contains(length),
            let audience = CompressionPolicy.audience(of: response, to: request)
        else { return response }
        var response = response
        response.headers.addVary()
        guard let accepted = request.headers.first(.acceptEncoding), let coding = ContentCoding.best(for: accepted)
        else {
            return response
        }
        var body = try await response.body.collected()
        let form: ByteBuffer?
        switch audience {
        case .everybody(isAsset: true):
            // By their tags: a path has many spellings, each of which would be compressed again.
            form = try await assets.form(of: body, at: response.headers[.eTag] ?? "", coding, .best)
        case .everybody(isAsset: false):
            form = try await shared.form(of: body, at: request.uri.string, coding, .fast)
        case .one:
            let isPrivate = body.withUnsafeReadableBytes(CompressionPolicy.holdsPrivateText)
            form = isPrivate ? nil : try await CompressedForms.compress(body, coding, .fast)
        case .reader:
            body.writeString(CompressionPolicy.padding())
            form = try await CompressedForms.compress(body, coding, .fast)
        }
        // The body may be one that can be written once only.
        response.body = ResponseBody(byteBuffer: form ?? body)
        guard form != nil else { return response }
        response.headers[.contentEncoding] = coding.rawValue
        if let tag = response.headers[.eTag], !tag.hasPrefix("W/") { response.headers[.eTag] = "W/" + tag }
        return response
    }

    /// "Not modified" has the tag by which the client knows the body (RFC 9110 §15.4.5).
    private func known(_ response: Response, _ request: Request) -> Response {
        var response = response
        if let tag = response.headers[.eTag], request.headers[.ifNoneMatch]?.contains("W/" + tag) == true {
            response.headers[.eTag] = "W/" + tag
        }
        // What is served in ranges is never compressed.
        if !response.headers.contains(.acceptRanges) { response.headers.addVary() }
        return response
    }
}

extension HTTPFields {
    /// Caches on the way keep each form apart.
    fileprivate mutating func addVary() {
        guard contains(.vary) else { return append(HTTPField(name: .vary, value: "Accept-Encoding")) }
        self[.vary] = self[.vary].map { $0 + ", Accept-Encoding" }
    }
}

extension ResponseBody {
    fileprivate func collected() async throws -> ByteBuffer {
        let pieces = Pieces()
        try await write(Collector(pieces: pieces))
        return pieces.bytes
    }
}

/// What was written so far. One task writes and then reads.
private final class Pieces {
    var bytes = ByteBuffer()
}

private struct Collector: ResponseBodyWriter {
    let pieces: Pieces

    mutating func write(_ buffer: ByteBuffer) async throws {
        if pieces.bytes.readableBytes == 0 { pieces.bytes = buffer } else { pieces.bytes.writeImmutableBuffer(buffer) }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
