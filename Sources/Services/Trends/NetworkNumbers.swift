// Networks told apart without being known: for trends of a few people, which should not all come from one place.

internal import Basics
internal import Crypto

/// Numbers of networks. The key is made at the start and is never written down, and a number has so few bits that each stands
/// for many thousand networks: from a number alone, also with the key, nobody finds the address.
struct NetworkNumbers: Sendable {
    /// With its key and nothing else: to take in the key anew for each post costs as much as the rest.
    private let code = HMAC<SHA256>(key: SymmetricKey(size: .bits256))
    /// Of this process: numbers of two processes tell nothing about each other.
    private let process = UInt32.random(in: 1...0xffff)

    /// The process in the upper half, the network in the lower.
    func number(of address: ClientAddress) -> UInt32 {
        var code = code
        code.update(data: Array(address.key.utf8))
        return process << 16 | code.finalize().prefix(2).reduce(0) { $0 << 8 | UInt32($1) }
    }
}
