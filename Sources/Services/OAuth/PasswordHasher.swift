// Passwords by scrypt, on a thread of their own: each takes some 50 ms and 16 MB, too long for the threads of requests.

public import Basics
internal import Crypto
internal import CryptoExtras
internal import Foundation
internal import Synchronization

/// Makes and checks password hashes, one at a time, in the order of asking.
///
/// Stored as `$scrypt$ln=14,r=8,p=1$SALT$HASH` (base64url), so that the cost can rise without breaking old ones.
public final class PasswordHasher: Sendable {
    private let queue = DispatchQueue(label: "chorus.passwords")
    private let waiting = Mutex(Waiting())
    private let cost: Int

    private struct Waiting {
        var total = 0
        var byAddress: [ClientAddress: Int] = [:]
    }

    /// Hashes that wait or are made at once: of one address, so that those of others come soon, and in all.
    static let mostByAddress = 4
    private static let most = 64

    /// - Parameter cost: N of scrypt as a power of two.
    public init(cost: Int) { self.cost = cost }

    /// Throws `ServiceError.tooManyAttempts` when too many of this address are waiting, `.overloaded` when too many are.
    /// - Parameter address: whose wish it is.
    public func hash(_ password: String, for address: ClientAddress? = nil) async throws -> String {
        let salt = RandomToken.bytes(16)
        let cost = cost
        let key = try await run(address) { try PasswordHasher.derive(password, salt: salt, cost: cost) }
        return "$scrypt$ln=\(cost),r=8,p=1$\(Base64URL.encode(salt))$\(Base64URL.encode(key))"
    }

    /// Whether `password` made `stored`. With nil (no such login) the same time passes, so that nobody learns who is here.
    public func verify(
        _ password: String,
        against stored: String?,
        for address: ClientAddress? = nil
    ) async throws -> Bool {
        let parts = (stored ?? "").split(separator: "$")
        let parameters = parts.count == 4 ? parts[1].split(separator: ",") : []
        guard parts.count == 4, parts[0] == "scrypt", parameters.count == 3, parameters[0].hasPrefix("ln="),
            let cost = Int(parameters[0].dropFirst(3)), (4...20).contains(cost),
            let salt = Base64URL.decode(String(parts[2])), let expected = Base64URL.decode(String(parts[3]))
        else {
            _ = try await hash(password, for: address)
            return false
        }
        let key = try await run(address) { try PasswordHasher.derive(password, salt: salt, cost: cost) }
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

    private func run(_ address: ClientAddress?, _ body: @escaping @Sendable () throws -> [UInt8]) async throws
        -> [UInt8]
    {
        try enter(address)
        defer { leave(address) }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try body() }) }
        }
    }

    private func enter(_ address: ClientAddress?) throws {
        try waiting.withLock { waiting in
            if let address, waiting.byAddress[address] ?? 0 >= PasswordHasher.mostByAddress {
                throw ServiceError.tooManyAttempts
            }
            guard waiting.total < PasswordHasher.most else { throw ServiceError.overloaded }
            waiting.total += 1
            if let address { waiting.byAddress[address, default: 0] += 1 }
        }
    }

    private func leave(_ address: ClientAddress?) {
        waiting.withLock { waiting in
            waiting.total -= 1
            guard let address, let count = waiting.byAddress[address] else { return }
            waiting.byAddress[address] = count > 1 ? count - 1 : nil
        }
    }
}
