// How long ago a form was made, as the form itself says it: programs send it at once, people take their time.

public import Basics
internal import Crypto

/// Makes and reads the value of a hidden field that says when a form was made, for one browser. Nobody else can make one, since the key
/// never leaves the server; that of another browser, or none, says nothing.
public struct FormTimer: Sendable {
    /// Nobody reads and fills in a form in less.
    public static let least = Duration.seconds(3)
    private let key: SymmetricKey
    private let clock: Clock

    /// - Parameter key: 32 bytes that are not in the database.
    init(key: [UInt8], clock: Clock) {
        self.key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: key),
            info: Array("chorus form timer".utf8),
            outputByteCount: 32
        )
        self.clock = clock
    }

    /// For a form that is made now.
    ///
    /// - Parameter secret: of the browser's cookie for forms.
    public func stamp(for secret: String) -> String {
        let moment = "\(clock.now().milliseconds)"
        return "\(moment).\(proof(moment, secret))"
    }

    /// When a form was made; nil for a value that was not made here for this browser.
    public func moment(of stamp: String?, for secret: String) -> Timestamp? {
        let parts = (stamp ?? "").split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2, let moment = Int64(parts[0]),
            PasswordHasher.isEqual(Array(parts[1].utf8), Array(proof(parts[0], secret).utf8))
        else { return nil }
        return Timestamp(milliseconds: moment)
    }

    /// Whether a form made then is sent too soon to have been filled in by somebody.
    public func isTooSoon(_ moment: Timestamp?) -> Bool { moment.map { clock.now() < $0 + FormTimer.least } ?? true }

    private func proof(_ moment: String, _ secret: String) -> String {
        Base64URL.encode(HMAC<SHA256>.authenticationCode(for: Array("\(moment) \(secret)".utf8), using: key))
    }
}
