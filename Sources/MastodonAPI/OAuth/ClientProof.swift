// How a client proves which app it is: in the body, or by HTTP Basic (RFC 6749, 2.3.1).

internal import Basics
internal import HTTPTypes

/// A client id and secret as they came; empty where they did not.
struct ClientProof: Equatable {
    var clientID = ""
    var secret = ""
    /// It came by HTTP Basic, so a refusal asks for that again.
    var isBasic = false

    init(_ request: APIRequest) throws {
        clientID = try request.parameters.text("client_id") ?? ""
        secret = try request.parameters.text("client_secret") ?? ""
        guard let header = request.headers[.authorization], header.prefix(6).lowercased() == "basic " else { return }
        isBasic = true
        let encoded = header.dropFirst(6).filter { $0 != " " }
        guard let bytes = Base64URL.decode(encoded), let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return }
        // Both parts are form-encoded before they are joined.
        clientID = ClientProof.decode(bytes[..<colon])
        secret = ClientProof.decode(bytes[(colon + 1)...])
    }

    private static func decode(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: PercentEncoding.decode(bytes, plusIsSpace: true), as: UTF8.self)
    }
}
