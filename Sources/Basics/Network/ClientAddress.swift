// The address of a client as it is counted: an IPv4 address whole, an IPv6 address by its /64.

/// An address, or the network that one household usually has: of IPv6 the first 64 bits.
public struct ClientAddress: Hashable, Sendable {
    private var isIPv6: Bool
    private var bits: UInt64

    /// Another text for every other address.
    public var key: String { (isIPv6 ? "6:" : "4:") + String(bits, radix: 16) }

    public init(_ address: IPAddress) {
        isIPv6 = address.isIPv6
        bits = address.isIPv6 ? address.high : address.low
    }

    /// Reads what `IPAddress` reads; nil for all else.
    public init?(_ text: some StringProtocol) {
        guard let address = IPAddress(text) else { return nil }
        self.init(address)
    }
}
