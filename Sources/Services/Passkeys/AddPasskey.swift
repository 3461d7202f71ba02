// Somebody has a device of theirs sign them in: the proof that it is them, and the passkey that the device made.

public import Basics
internal import Database
internal import Domain
internal import Storage
internal import WebAuthn

/// What a browser is told before it has a passkey made.
public struct PasskeyOwner: Sendable, Equatable {
    /// Comes back with each sign-in; base64url.
    public let handle: String
    public let username: String
    public let displayName: String
    /// Ids of the passkeys that there are, base64url: a device that has one makes no other.
    public let passkeys: [String]

    /// The id of the account, which tells nothing that a profile does not.
    static func handle(of account: Int64) -> [UInt8] { withUnsafeBytes(of: account.bigEndian) { Array($0) } }
}

/// What a browser says of a passkey that was made; the bytes in base64url.
public struct NewPasskey: Sendable {
    public var clientData: String
    public var attestation: String
    /// How the browser reaches it, with spaces between.
    public var transports: String
    public var name: String

    public init(clientData: String, attestation: String, transports: String, name: String) {
        self.clientData = clientData
        self.attestation = attestation
        self.transports = transports
        self.name = name
    }
}

extension Services {
    public static let mostPasskeys = 10
    /// More characters of a name are not kept.
    public static let longestPasskeyName = 50
    /// What is known of how browsers reach authenticators (WebAuthn §5.8.4); all else is left out.
    private static let transports: Set = ["ble", "hybrid", "internal", "nfc", "smart-card", "usb"]

    /// Checks that it is the owner who wants another passkey. Returns the challenge for it, good for a quarter of an hour, once, in
    /// this session.
    ///
    /// Throws `ServiceError.invalidFields` for a wrong password (`current_password`) or code (`code`), `.invalid` where there are enough.
    ///
    /// - Parameters:
    ///   - code: from the app, or a recovery code, where sign-in asks for one.
    ///   - session: the secret of the session.
    public func beginPasskey(
        of account: Int64,
        password: String,
        code: String,
        in session: String,
        at address: ClientAddress? = nil
    ) async throws -> String {
        let (row, count) = try await database.read { connection in
            (
                try TwoFactorQueries.row(of: account, connection),
                try PasskeyQueries.passkeys(of: account, limit: Services.mostPasskeys, connection).count
            )
        }
        guard count < Services.mostPasskeys else { throw ServiceError.tooManyPasskeys }
        _ = try await prove(account, by: password, at: address)
        if let row, row.confirmedAt != nil {
            try await proveSecondFactor(row, by: code, counting: "settings \(account)")
        }
        return PasskeyChallenge.make(for: .add, in: session, at: clock.now(), twoFactorKeys)
    }

    public func passkeyOwner(_ account: Int64) async throws -> PasskeyOwner {
        guard let found = try await accounts.account(account, for: account)?.account else {
            throw ServiceError.notFound
        }
        return PasskeyOwner(
            handle: Base64URL.encode(PasskeyOwner.handle(of: account)),
            username: found.username,
            displayName: found.displayName,
            passkeys: try await passkeys(of: account).map { Base64URL.encode($0.credentialID) }
        )
    }

    /// Keeps a passkey. Throws `ServiceError.invalid` where it cannot be taken, or there are enough; `.notFound` where too much time has
    /// passed since the password, or one was made since with this challenge.
    public func addPasskey(_ new: NewPasskey, of account: Int64, in session: String) async throws {
        guard let clientData = Base64URL.decode(new.clientData), let attestation = Base64URL.decode(new.attestation)
        else { throw ServiceError.unusablePasskey }
        var challenge: PasskeyChallenge?
        let credential: RelyingParty.Credential
        do {
            credential = try site.relyingParty.credential(
                of: .init(clientData: clientData, attestation: attestation)
            ) { bytes in
                challenge = PasskeyChallenge(bytes, for: .add, in: session, at: clock.now(), twoFactorKeys)
                return challenge != nil
            }
        } catch .otherChallenge {
            throw ServiceError.notFound
        } catch {
            throw ServiceError.unusablePasskey
        }
        guard let challenge else { throw ServiceError.notFound }
        let known = new.transports.split(separator: " ").map(String.init).filter(Services.transports.contains)
        let name = Services.passkeyName(new.name)
        let sendsMail = sendsMail
        try await change { change in
            guard try PasskeyQueries.meet(challenge.bytes, until: challenge.end, at: change.now, change.connection)
            else { throw ServiceError.notFound }
            let there = try PasskeyQueries.passkeys(of: account, limit: Services.mostPasskeys, change.connection)
            guard there.count < Services.mostPasskeys else { throw ServiceError.tooManyPasskeys }
            let isNew = try PasskeyQueries.insert(
                Passkey(
                    credentialID: credential.id,
                    accountID: account,
                    publicKey: credential.key,
                    counter: Int64(credential.counter),
                    transports: Set(known).sorted().joined(separator: " "),
                    name: name,
                    createdAt: change.now
                ),
                change.connection
            )
            guard isNew else { throw ServiceError.unusablePasskey }
            if sendsMail { try change.enqueueMail(.passkey(.added), to: account) }
        }
    }

    static func passkeyName(_ typed: String) -> String {
        String(String.UnicodeScalarView(ProfileLine.line(typed).unicodeScalars.prefix(longestPasskeyName)))
    }
}

extension ServiceError {
    static let tooManyPasskeys = ServiceError.invalid("You have ten passkeys already. Please remove one first.")
    static let unusablePasskey = ServiceError.invalid("This passkey cannot be used here. Please try another device.")
}
