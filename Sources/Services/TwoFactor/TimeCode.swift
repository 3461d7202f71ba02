// Codes that change with time (RFC 6238), as authenticator apps show them.

internal import Basics
internal import Crypto

/// Makes and finds codes of a secret. SHA-1 and 30 seconds are what all apps know, whatever an `otpauth` address asks of them; HMAC
/// does not rest on what is broken of SHA-1.
struct TimeCode: Sendable {
    static let secondsOfStep: Int64 = 30
    /// As RFC 4226 §4 asks for: 160 bits.
    static let secretBytes = 20

    let secret: [UInt8]
    var digits = 6

    static func step(at moment: Timestamp) -> Int64 { moment.seconds / secondsOfStep }

    /// The code of a step of time (RFC 4226 §5.3).
    func code(at step: Int64) -> String {
        let message = withUnsafeBytes(of: step.bigEndian) { Array($0) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: message, using: SymmetricKey(data: secret)))
        let start = Int(mac[mac.count - 1] & 0xF)
        let number = mac[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        return String(String(number).suffix(digits)).leftPadded(to: digits)
    }

    /// The step that a code is of: this one, the one before, for who types slowly, or the one after, for clocks that differ (RFC 6238
    /// §5.2). Nil for a wrong code, and for one that is not after `last`, the step of the code that was taken last.
    func step(of code: String, at now: Timestamp, after last: Int64) -> Int64? {
        let step = TimeCode.step(at: now)
        return (step - 1...step + 1).last {
            $0 > last && PasswordHasher.isEqual(Array(self.code(at: $0).utf8), Array(code.utf8))
        }
    }
}

extension String {
    fileprivate func leftPadded(to length: Int) -> String {
        String(repeating: "0", count: max(0, length - utf8.count)) + self
    }
}
