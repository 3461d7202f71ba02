// The files in the binary, with what lets browsers keep them.

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
        if let known = request.headers[.ifNoneMatch], Asset.isAmong(known, etag) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = contentType
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// Whether `If-None-Match` has the tag: a list, compared weakly, or `*` (RFC 9110 §13.1.2).
    static func isAmong(_ header: String, _ etag: String) -> Bool {
        header.utf8.split(separator: UInt8(ascii: ",")).contains { part in
            var part = part.drop { $0 == 0x20 || $0 == 0x09 }
            while let last = part.last, last == 0x20 || last == 0x09 { part.removeLast() }
            if part.elementsEqual("*".utf8) { return true }
            if part.starts(with: "W/".utf8) { part.removeFirst(2) }
            return part.elementsEqual(etag.utf8)
        }
    }
}
