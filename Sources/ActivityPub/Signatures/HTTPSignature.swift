// Signatures of requests, both kinds: draft-cavage-http-signatures-12, which all of the network speaks, and RFC 9421.

public import Basics

/// Why a signature was refused before its key was asked.
public enum SignatureError: Error, Sendable, Equatable {
    /// There is none.
    case missing
    case malformed
    /// Something that must be signed is not.
    case uncovered(String)
    /// Signed, but not in the request, or there more than once.
    case absent(String)
    /// The body is not the one that was signed.
    case wrongDigest
    /// Made too long ago, or in the future.
    case outOfTime
    case unknownAlgorithm
}

/// Which of the two kinds.
public enum SignatureKind: String, Sendable, CaseIterable {
    case cavage
    case rfc9421
}

/// A signature of which everything is in order that can be known without the key.
public struct PendingSignature: Sendable {
    public var kind: SignatureKind
    /// As it stands in the request: the address of a key, or of an actor.
    public var keyID: String
    public let signature: [UInt8]
    /// What may have been signed; a peer's reading of the draft decides which.
    let messages: [[UInt8]]
    let algorithm: String?

    /// Has the owner of the key signed this request?
    public func isValid(for key: PublicKey) -> Bool {
        schemes(for: key.algorithm).contains { scheme in
            messages.contains { key.isValid(signature, over: $0, by: scheme) }
        }
    }

    /// The schemes that fit both the key and what the request says of itself.
    private func schemes(for key: PublicKey.Algorithm) -> [PublicKey.Scheme] {
        switch (key, algorithm) {
        case (.ed25519, nil), (.ed25519, "ed25519"), (.ed25519, "hs2019"): [.ed25519]
        case (.rsa, nil), (.rsa, "rsa-sha256"), (.rsa, "rsa-v1_5-sha256"): [.rsaSHA256]
        // Says nothing in practice: RSA with SHA-256 nearly always (GoToSocial), by the draft's letter with SHA-512.
        case (.rsa, "hs2019"): [.rsaSHA256, .rsaSHA512, .rsaPSSSHA512]
        case (.rsa, "rsa-sha512"): [.rsaSHA512]
        case (.rsa, "rsa-pss-sha512"): [.rsaPSSSHA512]
        default: []
        }
    }
}

public enum HTTPSignature {
    /// The clocks of two servers may differ by this much.
    static let skew = Duration.seconds(3600)
    /// How long a signature without an end of its own is good.
    static let life = Duration.seconds(300)

    /// Reads the signature of a request and checks all that needs no key: that method, path, host, time and body are
    /// covered, that the time is now, and that the body is the one signed.
    ///
    /// - Parameter body: nil for a request without one (GET).
    public static func read(
        _ head: RequestHead,
        body: [UInt8]?,
        now: Timestamp
    ) throws(SignatureError) -> PendingSignature {
        if !head.values("signature-input").isEmpty { return try MessageSignature.read(head, body: body, now: now) }
        guard !head.values("signature").isEmpty else { throw .missing }
        return try CavageSignature.read(head, body: body, now: now)
    }

    /// The headers to add to a request so that it is signed. Made for each try: they are good for minutes only.
    ///
    /// - Parameter head: the request without them; a `content-type` among its headers is signed, too.
    public static func headers(
        for head: RequestHead,
        body: [UInt8]?,
        key: SigningKey,
        keyID: String,
        as kind: SignatureKind,
        now: Timestamp
    ) throws(KeyError) -> [(name: String, value: String)] {
        switch kind {
        case .cavage: try CavageSignature.headers(for: head, body: body, key: key, keyID: keyID, now: now)
        case .rfc9421: try MessageSignature.headers(for: head, body: body, key: key, keyID: keyID, now: now)
        }
    }

    /// Is now between the making of a signature and its end, as far as clocks agree?
    static func check(created: Timestamp, expires: Timestamp?, now: Timestamp) throws(SignatureError) {
        guard created <= now + skew, (expires ?? created + life) + skew >= now else { throw .outOfTime }
        // Nobody needs a signature that is good for days.
        guard created + .seconds(12 * 3600) + skew >= now else { throw .outOfTime }
    }
}
