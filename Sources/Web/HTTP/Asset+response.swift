// The files in the binary, with what lets browsers keep them.

internal import Basics
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

extension Asset {
    /// The file. Addressed by its version it never changes and is kept for a year; else browsers ask again soon.
    func response(to request: Request) -> Response {
        let isVersioned = request.uri.queryParameters["v"].map { $0 == version } ?? false
        var headers: HTTPFields = [
            .eTag: etag, .cacheControl: isVersioned ? "public, max-age=31536000, immutable" : "public, max-age=300",
            .xContentTypeOptions: "nosniff",
            // Web apps on other origins read the standard pictures, as they read /media.
            .accessControlAllowOrigin: "*",
            // Opened by itself, a file can do nothing.
            .contentSecurityPolicy: "default-src 'none'; sandbox",
        ]
        // Apps and pages elsewhere show our pictures.
        if let name = HTTPField.Name("Cross-Origin-Resource-Policy") { headers[name] = "cross-origin" }
        if let known = request.headers[.ifNoneMatch], EntityTag.isAmong(known, etag) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = contentType
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
