// Somebody signs in with a passkey: a device that they have, and that has asked them who they are. No password, and no code.

internal import Basics
internal import Database
internal import Domain
internal import Storage
internal import WebAuthn

/// What a browser says of a passkey that has signed; all in base64url.
public struct PasskeyAnswer: Sendable {
    public var id: String
    public var clientData: String
    public var authenticatorData: String
    public var signature: String
    /// Of the `PasskeyOwner` for whom it was made.
    public var userHandle: String

    public init(id: String, clientData: String, authenticatorData: String, signature: String, userHandle: String) {
        self.id = id
        self.clientData = clientData
        self.authenticatorData = authenticatorData
        self.signature = signature
        self.userHandle = userHandle
    }

    fileprivate var assertion: RelyingParty.Assertion? {
        guard let clientData = Base64URL.decode(clientData), let data = Base64URL.decode(authenticatorData),
            let signature = Base64URL.decode(signature)
        else { return nil }
        return .init(clientData: clientData, authenticatorData: data, signature: signature)
    }
}

extension Services {
    /// What a passkey is asked to sign, good for five minutes, once, in the browser that has this secret in a cookie.
    public func passkeyChallenge(in secret: String) -> String {
        PasskeyChallenge.make(for: .signIn, in: secret, at: clock.now(), twoFactorKeys)
    }

    /// Throws `ServiceError.forbidden` with a sentence for a passkey that lets nobody in, and as `beginSession`; `.tooManyAttempts` after
    /// too many wrong answers for one passkey.
    ///
    /// - Parameter secret: as for `passkeyChallenge`.
    public func signIn(passkey answer: PasskeyAnswer, in secret: String) async throws -> NewSession {
        guard let id = Base64URL.decode(answer.id), let assertion = answer.assertion else {
            throw ServiceError.refusedPasskey
        }
        let guess = try Guess("passkey \(Base64URL.encode(id))", self)
        guard let passkey = try await database.read({ try PasskeyQueries.passkey(id, $0) }) else {
            throw ServiceError.unknownPasskey
        }
        let account = passkey.accountID
        guard Base64URL.decode(answer.userHandle) == PasskeyOwner.handle(of: account) else {
            throw ServiceError.refusedPasskey
        }
        var challenge: PasskeyChallenge?
        let counter = try? site.relyingParty.counter(of: assertion, by: passkey.publicKey) { bytes in
            challenge = PasskeyChallenge(bytes, for: .signIn, in: secret, at: clock.now(), twoFactorKeys)
            return challenge != nil
        }
        guard let counter, let challenge else { throw ServiceError.refusedPasskey }
        let sendsMail = sendsMail
        let passwordHash = try await change { change -> String? in
            guard try PasskeyQueries.meet(challenge.bytes, until: challenge.end, at: change.now, change.connection)
            else { return nil }
            if try PasskeyQueries.use(id, counter: Int64(counter), at: change.now, change.connection) {
                return try LoginQueries.passwordHash(of: account, change.connection)
            }
            // Unless it was removed a moment ago.
            if sendsMail, try PasskeyQueries.passkey(id, change.connection) != nil {
                try change.enqueueMail(.passkey(.refused), to: account)
            }
            return nil
        }
        guard let passwordHash else { throw ServiceError.refusedPasskey }
        guess.wasRight()
        var session = try await beginSession(account)
        session.browser = knownBrowsers.value(account: account, passwordHash: passwordHash)
        return session
    }
}

extension ServiceError {
    static let unknownPasskey = ServiceError.forbidden(
        "This passkey is not known here, or was removed. Please sign in with your password."
    )
    static let refusedPasskey = ServiceError.forbidden(
        "This passkey was not accepted. Please try again, or sign in with your password."
    )
}
