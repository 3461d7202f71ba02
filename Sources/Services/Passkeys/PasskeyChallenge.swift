// What a passkey is asked to sign: it proves itself that it was made here, for whom and for what, so that no node has to remember it.

internal import Basics
internal import WebAuthn

/// A random name and an end, with a proof by the server's key over both, over what it is for, and over the secret of the browser that it
/// was given to. Which ones were met is in the database.
struct PasskeyChallenge {
    private static let nameBytes = 16

    enum Purpose: String {
        case signIn = "sign-in"
        /// Who has it has given the password just now.
        case add

        /// Whoever adds one may have to fetch a key and think of a name, and the browser waits for five minutes by itself.
        var seconds: Int64 { self == .add ? 900 : 300 }
    }

    let bytes: [UInt8]
    let end: Timestamp

    /// - Parameter secret: of a cookie of the browser.
    static func make(for purpose: Purpose, in secret: String, at now: Timestamp, _ keys: TwoFactorKeys) -> String {
        let end = (now + .seconds(purpose.seconds)).seconds
        let name = RandomToken.bytes(nameBytes)
        let said = name + withUnsafeBytes(of: end.bigEndian) { Array($0) }
        return Base64URL.encode(said + proof(said, purpose, secret, keys))
    }

    /// Nil for what was not made for this browser and purpose, or is too old.
    init?(_ bytes: [UInt8], for purpose: Purpose, in secret: String, at now: Timestamp, _ keys: TwoFactorKeys) {
        let length = PasskeyChallenge.nameBytes + 8
        let said = Array(bytes.prefix(length))
        guard bytes.count > length,
            PasswordHasher.isEqual(Array(bytes[length...]), PasskeyChallenge.proof(said, purpose, secret, keys))
        else { return nil }
        end = Timestamp(seconds: said.suffix(8).reduce(0) { $0 << 8 | Int64($1) })
        guard now < end else { return nil }
        self.bytes = bytes
    }

    private static func proof(_ said: [UInt8], _ purpose: Purpose, _ secret: String, _ keys: TwoFactorKeys) -> [UInt8] {
        keys.proof("passkey \(purpose.rawValue) \(Base64URL.encode(said)) \(secret)")
    }
}

extension Site {
    /// To whom passkeys are bound: the host of the pages, which may differ from what stands in handles. Browsers leave out the port that
    /// goes without saying.
    var relyingParty: RelyingParty {
        let (scheme, port) = isSecure ? ("https", ":443") : ("http", ":80")
        let host = webDomain.hasSuffix(port) ? String(webDomain.dropLast(port.count)) : webDomain
        return RelyingParty(id: String(host.prefix { $0 != ":" }), origin: "\(scheme)://\(host)")
    }
}
