// What mailing needs besides the database: the way out, and the key that the secrets of links are made with.

internal import Basics
internal import Crypto
public import Domain
internal import Foundation

/// How this server sends mail.
public struct MailSettings: Sendable {
    /// Makes the secrets of links; 32 bytes that are not in the database.
    public var key: [UInt8]
    public var send: MailSend

    /// - Parameter key: nil for one that is lost with this process.
    public init(key: [UInt8]? = nil, send: @escaping MailSend) {
        self.key = key ?? RandomToken.bytes(32)
        self.send = send
    }
}

struct MailContext: Sendable {
    let send: MailSend
    private let key: SymmetricKey

    init(_ settings: MailSettings) {
        send = settings.send
        key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: settings.key),
            info: Array("chorus mail links".utf8),
            outputByteCount: 32
        )
    }

    /// The secret of a link, 64 letters and digits, with which no reader of mail cuts an address short. It is never stored, and
    /// each attempt to send the link makes the same one: of a letter that arrives twice, both are good.
    func secret(of link: MailLink) -> String {
        let subject = "\(link.accountID) \(link.kind.rawValue) \(link.askedAt.milliseconds) \(link.email)"
        return Hex.encode(HMAC<SHA256>.authenticationCode(for: Array(subject.utf8), using: key))
    }
}
