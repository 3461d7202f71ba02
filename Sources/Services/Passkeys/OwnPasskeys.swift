// What becomes of the passkeys of an account.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// The oldest first.
    public func passkeys(of account: Int64) async throws -> [Passkey] {
        try await database.read { try PasskeyQueries.passkeys(of: account, limit: Services.mostPasskeys, $0) }
    }

    /// One that is not there, or is somebody else's, is no error. Throws `ServiceError.invalid` for a name without a letter.
    public func renamePasskey(_ credentialID: [UInt8], of account: Int64, to typed: String) async throws {
        let name = Services.passkeyName(typed)
        guard !name.isEmpty else { throw ServiceError.invalid("A passkey needs a name.") }
        try await change { _ = try PasskeyQueries.rename(credentialID, of: account, to: name, $0.connection) }
    }

    /// One that is not there, or is somebody else's, is no error.
    public func removePasskey(_ credentialID: [UInt8], of account: Int64) async throws {
        let sendsMail = sendsMail
        try await change { change in
            guard try PasskeyQueries.delete(credentialID, of: account, change.connection), sendsMail else { return }
            try change.enqueueMail(.passkey(.removed), to: account)
        }
    }

    /// All of them, by the server's owner; whoever is signed in is signed out. Returns how many there were. Throws
    /// `ServiceError.notFound` for a name that nobody has.
    public func removePasskeys(of username: String) async throws -> Int {
        try await change { change in
            let account = try change.login(named: username)
            let count = try PasskeyQueries.deleteAll(of: account, change.connection)
            guard count > 0 else { return 0 }
            try change.endAccess(of: account)
            try change.log(.removedPasskeys, by: .commandLine) { $0.targetID = account }
            // Sent by the server that runs, if it sends mail.
            try change.enqueueMail(.passkey(.removed), to: account)
            return count
        }
    }
}
