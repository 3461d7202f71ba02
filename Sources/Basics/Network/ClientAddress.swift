// The address of a client as it is counted: an IPv4 address whole, an IPv6 address by its /64.

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// An address, or the network that one household usually has: of IPv6 the first 64 bits.
public struct ClientAddress: Hashable, Sendable {
    private var isIPv6: Bool
    private var bits: UInt64

    /// Another text for every other address.
    var key: String { (isIPv6 ? "6:" : "4:") + String(bits, radix: 16) }

    /// Reads `192.0.2.1`, `2001:db8::1`, `[2001:db8::1]`, `fe80::1%eth0` and IPv4 inside IPv6 (`::ffff:192.0.2.1`); nil
    /// for all else.
    public init?(_ text: some StringProtocol) {
        var text = text[...]
        if text.hasPrefix("["), text.hasSuffix("]") { text = text.dropFirst().dropLast() }
        if let zone = text.firstIndex(of: "%") { text = text[..<zone] }
        let address = String(text)
        var four = in_addr()
        if inet_pton(AF_INET, address, &four) == 1 {
            (isIPv6, bits) = (false, UInt64(UInt32(bigEndian: four.s_addr)))
            return
        }
        var six = in6_addr()
        guard inet_pton(AF_INET6, address, &six) == 1 else { return nil }
        let bytes = withUnsafeBytes(of: six) { Array($0) }
        let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        isIPv6 = !isMapped
        bits = (isMapped ? bytes[12...] : bytes[..<8]).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
