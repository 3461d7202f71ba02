// /proxy/…: copies of files of other servers, at addresses that only this server can make.

public import Basics
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

    /// - Parameter findAddress: who asks, as far as proxies are believed.
    public func register<Context: RequestContext>(
        on router: Router<Context>,
        findAddress: @escaping @Sendable (Request, Context) -> ClientAddress?
    ) {
        router.get("/proxy/:size/:signature/:address") { request, context in
            guard let size = context.parameters.get("size").flatMap({ RemoteFileSize(rawValue: $0) }),
                let url = services.site.remoteFiles?.url(
                    size: size,
                    signature: context.parameters.get("signature") ?? "",
                    address: context.parameters.get("address") ?? ""
                )
            else { throw HTTPError(.notFound) }
            do {
                let file = try await services.remoteFile(url, size, for: findAddress(request, context))
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
            case .tooMany: (.tooManyRequests, "Too many files were fetched for you: try again in a moment")
            }
        var headers: HTTPFields = [.contentType: "text/plain; charset=utf-8", .xContentTypeOptions: "nosniff"]
        let isForAMoment = error == .busy || error == .tooMany
        headers[.cacheControl] = isForAMoment ? "no-store" : "public, max-age=60"
        if isForAMoment { headers[.retryAfter] = error == .busy ? "10" : "60" }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: sentence)))
    }
}
