// /proxy/…: copies of files of other servers, at addresses that only this server can make.

internal import Basics
internal import Domain
internal import HTTPTypes
public import Hummingbird
internal import Media
public import Services

/// Serves copies of files of other servers, so that those never see who reads here.
public struct RemoteFileRoutes: Sendable {
    private let services: Services
    private let files = FileIO()

    /// Nil where this server speaks with no other.
    public init?(_ services: Services) {
        guard services.site.remoteFiles != nil else { return nil }
        self.services = services
    }

    public func register<Context: RequestContext>(on router: Router<Context>) {
        router.get("/proxy/:size/:signature/:address") { request, context in
            guard let size = context.parameters.get("size").flatMap({ RemoteFileSize(rawValue: $0) }),
                let url = services.site.remoteFiles?.url(
                    size: size,
                    signature: context.parameters.get("signature") ?? "",
                    address: context.parameters.get("address") ?? ""
                )
            else { throw HTTPError(.notFound) }
            do {
                let file = try await services.remoteFile(url, size)
                guard let type = MediaPath.type(file.path) else { throw HTTPError(.notFound) }
                return try await StoredFile(path: file.path, size: file.size, type: type, name: request.uri.path)
                    .response(to: request, caching: "public, max-age=3600", files, context)
            } catch let error as RemoteFileError {
                return Self.failure(error)
            }
        }
    }

    private static func failure(_ error: RemoteFileError) -> Response {
        let (status, sentence): (HTTPResponse.Status, String) =
            switch error {
            case .notFound: (.notFound, "The file is not there any more")
            case .unusable:
                (.badGateway, "The server of this file does not answer, or not with a file that can be shown")
            case .busy: (.serviceUnavailable, "The file is still being fetched: try again in a moment")
            }
        var headers: HTTPFields = [.contentType: "text/plain; charset=utf-8", .xContentTypeOptions: "nosniff"]
        headers[.cacheControl] = error == .busy ? "no-store" : "public, max-age=60"
        if error == .busy { headers[.retryAfter] = "10" }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: sentence)))
    }
}
