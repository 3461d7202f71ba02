// Between the two steps of signing in: the password was right, and a code is still asked for.

internal import Basics
internal import Storage

/// Thrown by `signIn` in place of a session, so that a door which knows nothing of second factors stays shut.
public struct SecondFactorNeeded: Error, Sendable, Equatable {
    /// For a cookie, to be brought to `finishSignIn` with the code.
    public let pending: String
}

/// Says that a browser has given the password of an account. It is no way in, holds for ten minutes, and no longer than password and
/// second factor stay what they are. Nothing of it is stored: any node can read it.
struct PendingSignIn: Sendable, Equatable {
    static let minutes = 10
    let account: Int64
    private let parts: [String]

    init?(_ value: String) {
        guard value.utf8.count <= 200 else { return nil }
        parts = value.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, let account = Int64(parts[2]) else { return nil }
        self.account = account
    }

    func isGood(at now: Timestamp, _ row: TwoFactorRow, passwordHash: String, _ keys: TwoFactorKeys) -> Bool {
        guard let end = Int64(parts[1]), end > now.seconds, let proof = Base64URL.decode(parts[3]) else { return false }
        return PasswordHasher.isEqual(
            proof,
            PendingSignIn.proof(parts[0], end, row, passwordHash, keys)
        )
    }

    static func make(at now: Timestamp, _ row: TwoFactorRow, passwordHash: String, _ keys: TwoFactorKeys) -> String {
        let (name, end) = (RandomToken.make(length: 12), (now + .seconds(60 * minutes)).seconds)
        let proof = proof(name, end, row, passwordHash, keys)
        return "\(name).\(end).\(row.accountID).\(Base64URL.encode(proof))"
    }

    private static func proof(
        _ name: String,
        _ end: Int64,
        _ row: TwoFactorRow,
        _ passwordHash: String,
        _ keys: TwoFactorKeys
    ) -> [UInt8] {
        let since = row.confirmedAt?.milliseconds ?? 0
        return keys.proof("sign-in \(name) \(end) \(row.accountID) \(since) \(passwordHash)")
    }
}

extension Services {
    /// How long somebody may take between password and code.
    public static let pendingSignInSeconds = 60 * PendingSignIn.minutes
}
