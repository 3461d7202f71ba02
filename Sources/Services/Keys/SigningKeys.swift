// The keys with which this server signs for its people and for itself: made when they are first needed.

public import ActivityPub
internal import Basics
internal import Database
internal import Dispatch
internal import Storage

/// The keys of a local account, or of the server itself.
public struct AccountKeys: Sendable {
    /// For requests: what everybody reads.
    public let rsa: SigningKey
    /// For proofs.
    public let ed25519: SigningKey
}

extension Services {
    /// - Parameter account: 0 is the server itself.
    ///
    /// Throws `FederationError.off`, and `ServiceError.invalid` where the keys were sealed with another `push.key`.
    public func signingKeys(of account: Int64) async throws -> AccountKeys {
        guard let federation else { throw FederationError.off }
        if let keys = federation.keys.value(for: account) { return keys }
        var sealed = try await database.read { try SigningKeyQueries.keys(of: account, $0) }
        if sealed == nil {
            let made = try await makeKeys(of: account, federation.seal)
            // Of nodes that need them at once, the first one's keys are everybody's.
            sealed = try await database.write { connection in
                try SigningKeyQueries.insert(made, connection)
                return try SigningKeyQueries.keys(of: account, connection)
            }
        }
        guard let sealed, let rsa = federation.seal.open(sealed.rsaPrivate, of: account, "rsa"),
            let ed25519 = federation.seal.open(sealed.ed25519Private, of: account, "ed25519")
        else {
            throw ServiceError.storage(
                "The signing keys of account \(account) were sealed with another push.key: put that file back"
            )
        }
        let keys = AccountKeys(rsa: try SigningKey(pem: rsa), ed25519: try SigningKey(pem: ed25519))
        federation.keys.set(keys, for: account)
        return keys
    }

    /// RSA takes a tenth of a second: too long for the threads of requests.
    private func makeKeys(of account: Int64, _ seal: KeySeal) async throws -> SealedKeys {
        let now = clock.now()
        return try await withCheckedThrowingContinuation { continuation in
            keyQueue.async {
                continuation.resume(
                    with: Result {
                        let (rsa, ed25519) = (try SigningKey.makeRSA(), SigningKey.makeEd25519())
                        guard let rsaPublic = rsa.publicKey?.pem, let ed25519Public = ed25519.publicKey?.multibase
                        else {
                            throw KeyError.notMade
                        }
                        return SealedKeys(
                            accountID: account,
                            rsaPublic: rsaPublic,
                            rsaPrivate: try seal.seal(rsa.pem, of: account, "rsa"),
                            ed25519Public: ed25519Public,
                            ed25519Private: try seal.seal(ed25519.pem, of: account, "ed25519"),
                            createdAt: now
                        )
                    }
                )
            }
        }
    }
}

private let keyQueue = DispatchQueue(label: "chorus.keys")
