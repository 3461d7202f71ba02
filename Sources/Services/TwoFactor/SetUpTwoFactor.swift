// Somebody has their sign-in ask for a code as well: the secret for their app, the first code, the recovery codes.

public import Basics
internal import Database
internal import Domain
internal import Storage

/// How the second factor of an account stands.
public struct TwoFactorState: Sendable, Equatable {
    /// Since when codes are asked for; nil where they are not.
    public var since: Timestamp?
    public var recoveryCodes: Int
}

/// What an app is to be given; good for an hour.
public struct TwoFactorSecret: Sendable, Equatable {
    /// Base32, in groups of four.
    public let groups: [String]
    /// The same for apps to open or scan (https://github.com/google/google-authenticator/wiki/Key-Uri-Format).
    public let address: String

    init(_ secret: [UInt8], of username: String, _ site: Site) {
        let text = Base32.encode(secret)
        groups = stride(from: 0, to: text.count, by: 4).map { String(text.dropFirst($0).prefix(4)) }
        let issuer = PercentEncoding.encode(site.domain)
        address = "otpauth://totp/\(issuer):\(PercentEncoding.encode(username))?secret=\(text)&issuer=\(issuer)"
    }
}

extension Services {
    private static let setUpTime = Duration.seconds(3600)

    public func twoFactor(of account: Int64) async throws -> TwoFactorState {
        try await database.read { connection in
            TwoFactorState(
                since: try TwoFactorQueries.row(of: account, connection)?.confirmedAt,
                recoveryCodes: try TwoFactorQueries.countCodes(of: account, connection)
            )
        }
    }

    /// Makes a secret, to be confirmed by a first code. Throws `ServiceError.invalidFields` for a wrong present password,
    /// `.invalid` where codes are asked for already.
    public func beginTwoFactor(of account: Int64, password: String, at address: ClientAddress? = nil) async throws {
        _ = try await prove(account, by: password, at: address)
        let secret = RandomToken.bytes(TimeCode.secretBytes)
        let sealed = try twoFactorKeys.seal(secret, for: Services.place(of: account))
        try await change { change in
            let isNew = try TwoFactorQueries.begin(
                of: account,
                sealedSecret: sealed,
                at: change.now,
                change.connection
            )
            guard isNew else { throw ServiceError.alreadyTwoFactor }
        }
    }

    /// The secret that waits for its first code; nil where none does.
    public func pendingTwoFactor(of account: Int64) async throws -> TwoFactorSecret? {
        guard let row = try await pendingRow(of: account),
            let name = try await accounts.account(account, for: account)?.account.username
        else { return nil }
        return TwoFactorSecret(try secret(in: row), of: name, site)
    }

    /// Has sign-in ask for codes from now on. Sessions and apps keep their access. Returns the recovery codes, as they are shown once.
    ///
    /// Throws `ServiceError.invalidFields` for a wrong code, `.notFound` where no secret waits for one.
    public func confirmTwoFactor(of account: Int64, code: String) async throws -> [String] {
        guard let row = try await pendingRow(of: account) else { throw ServiceError.notFound }
        let (secret, codes, keys) = (try secret(in: row), RecoveryCode.makeAll(), twoFactorKeys)
        guard case .time(let code)? = SecondFactor(code),
            let step = TimeCode(secret: secret).step(of: code, at: clock.now(), after: row.lastStep)
        else { throw ServiceError.wrongCode }
        let sendsMail = sendsMail
        try await change { change in
            guard try TwoFactorQueries.confirm(row, step: step, at: change.now, change.connection) else {
                throw ServiceError.notFound
            }
            let hashes = codes.map { keys.hash($0, of: account) }
            try TwoFactorQueries.replaceCodes(of: account, hashes: hashes, change.connection)
            if sendsMail { try change.enqueueMail(.twoFactor(.on), to: account) }
        }
        return codes.map(RecoveryCode.written)
    }

    private func pendingRow(of account: Int64) async throws -> TwoFactorRow? {
        let (row, now) = (try await database.read { try TwoFactorQueries.row(of: account, $0) }, clock.now())
        return row.flatMap { $0.confirmedAt == nil && $0.createdAt + Services.setUpTime > now ? $0 : nil }
    }
}

extension RecoveryCode {
    static func makeAll() -> [String] { (0..<count).map { _ in make() } }
}

extension ServiceError {
    static let alreadyTwoFactor = ServiceError.invalid("Your sign-in asks for a code already.")
}
