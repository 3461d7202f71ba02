// Passwords by scrypt, on a thread of their own: each takes some 50 ms and 16 MB, too long for the threads of requests.

internal import Basics
internal import Crypto
internal import CryptoExtras
internal import Foundation
internal import Synchronization

/// Makes and checks password hashes, one at a time, in the order of asking.
///
/// Stored as `$scrypt$ln=14,r=8,p=1$SALT$HASH` (base64url), so that the cost can rise without breaking old ones.
public final class PasswordHasher: Sendable {
    private let queue = DispatchQueue(label: "chorus.passwords")
    private let waiting = Mutex(0)
    private let cost: Int

    /// - Parameter cost: N of scrypt as a power of two.
    public init(cost: Int) { self.cost = cost }

    /// Throws `ServiceError.overloaded` when more than 64 are waiting.
    public func hash(_ password: String) async throws -> String {
        let salt = RandomToken.bytes(16)
        let cost = cost
        let key = try await run { try PasswordHasher.derive(password, salt: salt, cost: cost) }
        return "$scrypt$ln=\(cost),r=8,p=1$\(Base64URL.encode(salt))$\(Base64URL.encode(key))"
    }

    /// Whether `password` made `stored`. With nil (no such login) the same time passes, so that nobody learns who is here.
    public func verify(_ password: String, against stored: String?) async throws -> Bool {
        let parts = (stored ?? "").split(separator: "$")
        let parameters = parts.count == 4 ? parts[1].split(separator: ",") : []
        guard parts.count == 4, parts[0] == "scrypt", parameters.count == 3, parameters[0].hasPrefix("ln="),
            let cost = Int(parameters[0].dropFirst(3)), (4...20).contains(cost),
            let salt = Base64URL.decode(String(parts[2])), let expected = Base64URL.decode(String(parts[3]))
        else {
            _ = try await hash(password)
            return false
        }
        let key = try await run { try PasswordHasher.derive(password, salt: salt, cost: cost) }
        return PasswordHasher.isEqual(key, expected)
    }

    /// Compares in a time that does not depend on where they differ.
    static func isEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        guard a.count == b.count else { return false }
        return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func derive(_ password: String, salt: [UInt8], cost: Int) throws -> [UInt8] {
        let key = try KDF.Scrypt.deriveKey(
            from: Data(password.utf8),
            salt: Data(salt),
            outputByteCount: 32,
            rounds: 1 << cost,
            blockSize: 8,
            parallelism: 1,
            maxMemory: 256 << 20
        )
        return key.withUnsafeBytes { Array($0) }
    }

    private func run(_ body: @escaping @Sendable () throws -> [UInt8]) async throws -> [UInt8] {
        let isAdmitted = waiting.withLock { waiting in
            guard waiting < 64 else { return false }
            waiting += 1
            return true
        }
        guard isAdmitted else { throw ServiceError.overloaded }
        defer { waiting.withLock { $0 -= 1 } }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try body() }) }
        }
    }
}
