// An address of the Internet Protocol, read from text; IPv4 inside IPv6 (`::ffff:192.0.2.1`) is IPv4.

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// 32 bits of IPv4, or 128 of IPv6.
public struct IPAddress: Hashable, Sendable {
    public let isIPv6: Bool
    /// The first 64 bits of IPv6; nothing of IPv4.
    let high: UInt64
    /// The last 64 bits of IPv6; the 32 of IPv4.
    let low: UInt64

    /// Reads `192.0.2.1`, `2001:db8::1`, `[2001:db8::1]`, `fe80::1%eth0`; nil for all else.
    public init?(_ text: some StringProtocol) {
        if let number = IPAddress.dotted(text.utf8) {
            (isIPv6, high, low) = (false, 0, UInt64(number))
            return
        }
        var text = text[...]
        if text.hasPrefix("["), text.hasSuffix("]") { text = text.dropFirst().dropLast() }
        if let zone = text.firstIndex(of: "%") { text = text[..<zone] }
        let address = String(text)
        // C would read what stands before it.
        guard !address.utf8.contains(0) else { return nil }
        var four = in_addr()
        if inet_pton(AF_INET, address, &four) == 1 {
            (isIPv6, high, low) = (false, 0, UInt64(UInt32(bigEndian: four.s_addr)))
            return
        }
        var six = in6_addr()
        guard inet_pton(AF_INET6, address, &six) == 1 else { return nil }
        let bytes = withUnsafeBytes(of: six) { Array($0) }
        let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        isIPv6 = !isMapped
        high = isMapped ? 0 : IPAddress.number(bytes[..<8])
        low = isMapped ? IPAddress.number(bytes[12...]) : IPAddress.number(bytes[8...])
    }

    /// The commonest form, four numbers without leading zeros, which each request has; nil is for the system to read.
    private static func dotted(_ bytes: some Sequence<UInt8>) -> UInt32? {
        var (address, part, digits, dots) = (UInt32(0), UInt32(0), 0, 0)
        for byte in bytes {
            if byte == UInt8(ascii: "."), digits > 0, dots < 3 {
                (address, part, digits, dots) = (address << 8 | part, 0, 0, dots + 1)
            } else if ASCII.isDigit(byte), digits == 0 || part > 0 {
                part = part * 10 + UInt32(byte - UInt8(ascii: "0"))
                digits += 1
                guard part < 256 else { return nil }
            } else {
                return nil
            }
        }
        return dots == 3 && digits > 0 ? address << 8 | part : nil
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}

/// Addresses that begin alike, as `10.0.0.0/8` (RFC 4632) or `2001:db8::/32` (RFC 4291 §2.3).
public struct AddressRange: Hashable, Sendable {
    private let first: IPAddress
    private let prefix: Int

    /// A single address is a range of itself; nil for what is no range.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first.flatMap({ IPAddress($0) }) else { return nil }
        let bits = address.isIPv6 ? 128 : 32
        guard parts.count == 2 else {
            (first, prefix) = (address, bits)
            return
        }
        guard parts[1].allSatisfy(\.isASCII), let prefix = Int(parts[1]), (0...bits).contains(prefix) else {
            return nil
        }
        (first, self.prefix) = (address, prefix)
    }

    public func contains(_ address: IPAddress) -> Bool {
        guard address.isIPv6 == first.isIPv6 else { return false }
        guard first.isIPv6 else { return AddressRange.agree(address.low, first.low, 32, prefix) }
        return AddressRange.agree(address.high, first.high, 64, min(prefix, 64))
            && AddressRange.agree(address.low, first.low, 64, max(0, prefix - 64))
    }

    /// Whether the first `count` of `width` bits are the same.
    private static func agree(_ a: UInt64, _ b: UInt64, _ width: Int, _ count: Int) -> Bool {
        (a ^ b) >> UInt64(width - count) == 0
    }
}
