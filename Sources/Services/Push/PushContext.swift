// What pushing needs besides the database: the way out, and the keys.

internal import Basics
internal import Crypto
public import Domain
internal import Foundation
internal import Synchronization

/// How this server pushes.
public struct PushSettings: Sendable {
    /// Seals the access tokens in subscriptions; 32 bytes that are not in the database (docs/decisions/0009).
    public var sealingKey: [UInt8]
    /// For tests alone: let apps name http addresses and private ones.
    public var allowsPrivateAddresses: Bool
    /// Nil where nothing is sent, as by commands.
    public var send: PushSend?

    /// - Parameter sealingKey: nil for one that is lost with this process.
    public init(sealingKey: [UInt8]? = nil, allowsPrivateAddresses: Bool = false, send: PushSend? = nil) {
        self.sealingKey = sealingKey ?? RandomToken.bytes(32)
        self.allowsPrivateAddresses = allowsPrivateAddresses
        self.send = send
    }
}

/// Seals access tokens, each for its own row.
struct TokenSeal: Sendable {
    private let key: SymmetricKey

    init(_ key: [UInt8]) { self.key = SymmetricKey(data: SHA256.hash(data: key)) }

    func seal(_ token: String, id: Int64) throws -> [UInt8] {
        let box = try AES.GCM.seal(Array(token.utf8), using: key, authenticating: Array("token \(id)".utf8))
        return Array(box.combined ?? Data())
    }

    /// Nil where it was sealed with another key or for another row.
    func open(_ sealed: [UInt8], id: Int64) -> String? {
        guard let box = try? AES.GCM.SealedBox(combined: sealed),
            let bytes = try? AES.GCM.open(box, using: key, authenticating: Array("token \(id)".utf8))
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The settings with what is made of them.
final class PushContext: Sendable {
    let settings: PushSettings
    let seal: TokenSeal
    let vapid = Mutex<VapidKey?>(nil)

    init(_ settings: PushSettings) {
        self.settings = settings
        seal = TokenSeal(settings.sealingKey)
    }
}
