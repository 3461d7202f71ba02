// A key of our own: RSA for what all of the network reads, Ed25519 for proofs and for newer peers.

internal import Basics
internal import Crypto
internal import CryptoExtras
internal import Foundation

/// Why a key could not be made or used.
public enum KeyError: Error, Sendable {
    case unreadable
    case notMade
    case notSigned
}

/// A private key. Its text goes into the database sealed only.
public struct SigningKey: Sendable {
    private enum Signer: Sendable {
        case rsa(_RSA.Signing.PrivateKey)
        case ed25519(Curve25519.Signing.PrivateKey)
    }

    private let signer: Signer

    /// RFC 8410: PKCS #8 of an Ed25519 key is this and its 32 bytes.
    private static let ed25519Header: [UInt8] = [
        0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
    ]

    /// Of 2048 bits. Takes a tenth of a second and more: not on the path of a request that could wait elsewhere.
    public static func makeRSA() throws(KeyError) -> SigningKey {
        guard let key = try? _RSA.Signing.PrivateKey(keySize: .bits2048) else { throw .notMade }
        return SigningKey(signer: .rsa(key))
    }

    public static func makeEd25519() -> SigningKey { SigningKey(signer: .ed25519(Curve25519.Signing.PrivateKey())) }

    private init(signer: Signer) { self.signer = signer }

    /// The text that `pem` gave; also PKCS #1 of an RSA key.
    public init(pem: String) throws(KeyError) {
        guard let (_, der) = PEM.decode(pem) else { throw .unreadable }
        if der.count == 48, der.starts(with: SigningKey.ed25519Header) {
            try self.init(ed25519Seed: Array(der[16...]))
        } else {
            guard let key = try? _RSA.Signing.PrivateKey(derRepresentation: der) else { throw .unreadable }
            self.init(signer: .rsa(key))
        }
    }

    /// The 32 bytes that an Ed25519 key is made of (RFC 8032).
    public init(ed25519Seed seed: [UInt8]) throws(KeyError) {
        guard seed.count == 32, let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
            throw .unreadable
        }
        self.init(signer: .ed25519(key))
    }

    /// PKCS #8: the secret itself, to be sealed before it is written anywhere.
    public var pem: String {
        switch signer {
        case .rsa(let key): PEM.encode(Array(key.pkcs8DERRepresentation), label: "PRIVATE KEY")
        case .ed25519(let key):
            PEM.encode(SigningKey.ed25519Header + Array(key.rawRepresentation), label: "PRIVATE KEY")
        }
    }

    public var algorithm: PublicKey.Algorithm {
        switch signer {
        case .rsa: .rsa
        case .ed25519: .ed25519
        }
    }

    /// Nil only if the library makes a key that it cannot read.
    public var publicKey: PublicKey? {
        switch signer {
        case .rsa(let key): PublicKey(key.publicKey)
        case .ed25519(let key): PublicKey(ed25519: Array(key.publicKey.rawRepresentation))
        }
    }

    /// RSASSA-PKCS1-v1_5 with SHA-256, or Ed25519.
    func signature(over message: [UInt8]) throws(KeyError) -> [UInt8] {
        switch signer {
        case .rsa(let key):
            let signature = try? key.signature(for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5)
            guard let signature else { throw .notSigned }
            return Array(signature.rawRepresentation)
        case .ed25519(let key):
            guard let signature = try? key.signature(for: Data(message)) else { throw .notSigned }
            return Array(signature)
        }
    }
}
