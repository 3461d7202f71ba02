// A key of somebody else, as PEM in `publicKey` or as Multikey (FEP-521a), and what it says of a signature.

internal import Basics
internal import Crypto
internal import CryptoExtras
internal import Foundation

/// What a signature is checked with. Two keys are equal if their bytes are.
public struct PublicKey: Sendable, Hashable {
    public enum Algorithm: String, Sendable {
        case rsa, ed25519
    }

    public let algorithm: Algorithm
    /// SubjectPublicKeyInfo in DER of an RSA key; the 32 bytes of an Ed25519 key.
    public let bytes: [UInt8]
    private let checker: Checker

    private enum Checker: Sendable {
        case rsa(_RSA.Signing.PublicKey)
        case ed25519(Curve25519.Signing.PublicKey)
    }

    /// The header of an Ed25519 key in SubjectPublicKeyInfo (RFC 8410).
    static let ed25519Header: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]

    /// An RSA key of 2048 to 8192 bits, or an Ed25519 key. Nil for anything else.
    public init?(pem: String) {
        guard let (_, der) = PEM.decode(pem) else { return nil }
        self.init(der: der)
    }

    init?(der: [UInt8]) {
        if der.count == 44, der.starts(with: PublicKey.ed25519Header) {
            self.init(ed25519: Array(der[12...]))
        } else {
            guard der.count <= 1200, let key = try? _RSA.Signing.PublicKey(derRepresentation: der),
                (2048...8192).contains(key.keySizeInBits)
            else { return nil }
            self.init(key)
        }
    }

    init(_ key: _RSA.Signing.PublicKey) {
        algorithm = .rsa
        bytes = Array(key.derRepresentation)
        checker = .rsa(key)
    }

    /// Nil if these are not 32 bytes that are a key.
    public init?(ed25519 bytes: [UInt8]) {
        guard bytes.count == 32, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else {
            return nil
        }
        algorithm = .ed25519
        self.bytes = bytes
        checker = .ed25519(key)
    }

    /// `publicKeyMultibase` of a Multikey: Ed25519 (`0xed01`), or RSA (`0x8524`, as in RFC 8017 A.1.1).
    public init?(multibase: String) {
        guard let bytes = Multibase.decode(multibase), bytes.count > 2 else { return nil }
        switch (bytes[0], bytes[1]) {
        case (0xED, 0x01): self.init(ed25519: Array(bytes[2...]))
        case (0x85, 0x24): self.init(der: Array(bytes[2...]))
        default: return nil
        }
    }

    /// SubjectPublicKeyInfo.
    public var pem: String {
        PEM.encode(algorithm == .rsa ? bytes : PublicKey.ed25519Header + bytes, label: "PUBLIC KEY")
    }

    public var multibase: String {
        switch checker {
        case .rsa(let key): Multibase.encode([0x85, 0x24] + Array(key.pkcs1DERRepresentation))
        case .ed25519: Multibase.encode([0xED, 0x01] + bytes)
        }
    }

    public static func == (a: PublicKey, b: PublicKey) -> Bool { a.algorithm == b.algorithm && a.bytes == b.bytes }

    public func hash(into hasher: inout Hasher) { hasher.combine(bytes) }

    /// How the bytes that are signed become a number (or two).
    enum Scheme: Sendable {
        case rsaSHA256, rsaSHA512, rsaPSSSHA512, ed25519
    }

    /// Is it this key's signature over the message? Never by a scheme of another kind of key.
    func isValid(_ signature: [UInt8], over message: [UInt8], by scheme: Scheme) -> Bool {
        switch (checker, scheme) {
        case (.ed25519(let key), .ed25519): return key.isValidSignature(Data(signature), for: Data(message))
        case (.rsa(let key), .rsaSHA256):
            return key.isValidSignature(
                .init(rawRepresentation: signature),
                for: SHA256.hash(data: message),
                padding: .insecurePKCS1v1_5
            )
        case (.rsa(let key), .rsaSHA512):
            return key.isValidSignature(
                .init(rawRepresentation: signature),
                for: SHA512.hash(data: message),
                padding: .insecurePKCS1v1_5
            )
        case (.rsa(let key), .rsaPSSSHA512):
            return key.isValidSignature(
                .init(rawRepresentation: signature),
                for: SHA512.hash(data: message),
                padding: .PSS
            )
        default: return false
        }
    }
}
