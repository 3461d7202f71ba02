// Browsers with which somebody has signed in before: they have a count of wrong passwords of their own.

internal import Basics
internal import Crypto

/// Makes and reads the value of a cookie that says: with this browser the password of this account was known once. It is
/// no way in; it keeps strangers who guess somebody's password from locking them out ("device cookies", OWASP).
struct KnownBrowsers: Sendable {
    static let days = 365
    private let key: SymmetricKey
    private let clock: Clock

    /// - Parameter key: 32 bytes that are not in the database.
    init(key: [UInt8], clock: Clock) {
        self.key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: key),
            info: Array("chorus known browsers".utf8),
            outputByteCount: 32
        )
        self.clock = clock
    }

    /// Good for a year, or until there is another password.
    func value(account: Int64, passwordHash: String) -> String {
        let name = RandomToken.make(length: 24)
        let end = (clock.now() + .seconds(86_400 * KnownBrowsers.days)).seconds
        return "\(name).\(end).\(proof(name, "\(end)", account, passwordHash))"
    }

    /// The name of the browser; nil where the value is none of this account, or older than `moment`.
    func name(
        in value: String?,
        account: Int64,
        passwordHash: String,
        madeAfter moment: Timestamp? = nil
    ) -> String? {
        let parts = (value ?? "").split(separator: ".").map(String.init)
        guard parts.count == 3, let end = Int64(parts[1]), end > clock.now().seconds,
            PasswordHasher.isEqual(
                Array(parts[2].utf8),
                Array(proof(parts[0], parts[1], account, passwordHash).utf8)
            )
        else { return nil }
        if let moment, end - Int64(86_400 * KnownBrowsers.days) < moment.seconds { return nil }
        return "browser \(parts[0])"
    }

    private func proof(_ name: String, _ end: String, _ account: Int64, _ passwordHash: String) -> String {
        let subject = "\(name) \(end) \(account) \(passwordHash)"
        return Base64URL.encode(HMAC<SHA256>.authenticationCode(for: Array(subject.utf8), using: key))
    }
}
