// Port 80 beside https of the server's own: it leads to https, and shows certificate authorities what they ask for.

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import NIOPosix

/// Sends GET and HEAD to the same path at the server's own address, whatever `Host` says; all else is refused.
struct HTTPSRedirect: HTTPResponder {
    typealias Context = BasicRequestContext

    /// `https://chorus.example`
    let url: String
    /// The folder that a program like certbot writes to (its webroot); nil for none.
    let acmeFolder: String?

    private static let challenges = "/.well-known/acme-challenge/"

    func respond(to request: Request, context: Context) async throws -> Response {
        let response = await answer(to: request)
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(to request: Request) async -> Response {
        guard request.method == .get || request.method == .head else {
            let sentence = "Nothing is taken without encryption: send this to \(url)."
            return refusal(.methodNotAllowed, sentence, [.allow: "GET, HEAD"])
        }
        // What goes into a header again must be plain (RFC 3986 §2); a proxy's form of it (`http://…`) is not for here.
        let target = request.head.path ?? ""
        guard target.hasPrefix("/"), target.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return refusal(.badRequest, "This is no path that \(url) could have.")
        }
        if let acmeFolder, target.hasPrefix(HTTPSRedirect.challenges) {
            return await challenge(String(target.dropFirst(HTTPSRedirect.challenges.count)), in: acmeFolder)
        }
        // 308 is as lasting as 301 and leaves no doubt about the method (RFC 9110 §15.4.9).
        return answer(.permanentRedirect, "This is \(url)\(target).\n", [.location: url + target])
    }

    /// A file of letters that prove whose domain it is (RFC 8555 §8.3). Its name has the letters of base64url alone, and so
    /// leads nowhere else.
    private func challenge(_ token: String, in folder: String) async -> Response {
        guard (1...256).contains(token.utf8.count), token.utf8.allSatisfy(HTTPSRedirect.isOfToken) else {
            return refusal(.notFound, "There is no such challenge.")
        }
        let path = "\(folder)\(HTTPSRedirect.challenges)\(token)"
        guard let text = try? await NIOThreadPool.singleton.runIfActive({ SmallFile.read(path, atMost: 4096) }) else {
            return refusal(.notFound, "There is no such challenge.")
        }
        var response = answer(.ok, "", [.contentType: "application/octet-stream"])
        response.body = ResponseBody(byteBuffer: ByteBuffer(bytes: text))
        return response
    }

    private static func isOfToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    private func refusal(_ status: HTTPResponse.Status, _ sentence: String, _ headers: HTTPFields = [:]) -> Response {
        answer(status, sentence + "\n", headers)
    }

    private func answer(_ status: HTTPResponse.Status, _ text: String, _ headers: HTTPFields) -> Response {
        var all: HTTPFields = [.contentType: "text/plain; charset=utf-8", .connection: "close"]
        for field in headers { all[field.name] = field.value }
        return Response(status: status, headers: all, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
