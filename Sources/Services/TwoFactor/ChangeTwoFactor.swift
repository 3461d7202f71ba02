// What is done with a second factor that is on: other recovery codes, and turning it off.

public import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    /// Makes other recovery codes; those that were there are good for nothing. Asks for password and code, for who sits at somebody's
    /// open browser is not the owner yet. Throws `ServiceError.invalidFields`, `.tooManyAttempts`, `.notFound` where it is off.
    public func renewRecoveryCodes(
        of account: Int64,
        password: String,
        code: String,
        at address: ClientAddress? = nil
    ) async throws -> [String] {
        let row = try await proveBoth(account, password: password, code: code, at: address)
        let (codes, keys, sendsMail) = (RecoveryCode.makeAll(), twoFactorKeys, sendsMail)
        try await change { change in
            guard try TwoFactorQueries.row(of: account, change.connection)?.confirmedAt == row.confirmedAt else {
                throw ServiceError.notFound
            }
            let hashes = codes.map { keys.hash($0, of: account) }
            try TwoFactorQueries.replaceCodes(of: account, hashes: hashes, change.connection)
            if sendsMail { try change.enqueueMail(.twoFactor(.newCodes), to: account) }
        }
        return codes.map(RecoveryCode.written)
    }

    /// Has sign-in ask for the password alone again. Throws as `renewRecoveryCodes`.
    public func turnOffTwoFactor(
        of account: Int64,
        password: String,
        code: String,
        at address: ClientAddress? = nil
    ) async throws {
        _ = try await proveBoth(account, password: password, code: code, at: address)
        let sendsMail = sendsMail
        try await change { change in
            guard try TwoFactorQueries.delete(of: account, change.connection) else { throw ServiceError.notFound }
            if sendsMail { try change.enqueueMail(.twoFactor(.off), to: account) }
        }
    }

    /// The same by the server's owner, for who has lost app and recovery codes. Returns whether it was on. Throws
    /// `ServiceError.notFound` for a name that nobody has.
    public func turnOffTwoFactor(of username: String) async throws -> Bool {
        try await change { change in
            let account = try change.login(named: username)
            guard try TwoFactorQueries.delete(of: account, change.connection) else { return false }
            try change.log(.turnedOffTwoFactor, by: .commandLine) { $0.targetID = account }
            // Sent by the server that runs, if it sends mail.
            try change.enqueueMail(.twoFactor(.off), to: account)
            return true
        }
    }

    private func proveBoth(
        _ account: Int64,
        password: String,
        code: String,
        at address: ClientAddress?
    ) async throws -> TwoFactorRow {
        let row = try await database.read { try TwoFactorQueries.row(of: account, $0) }
        guard let row, row.confirmedAt != nil else { throw ServiceError.notFound }
        _ = try await prove(account, by: password, at: address)
        try await proveSecondFactor(row, by: code, counting: "settings \(account)")
        return row
    }
}
