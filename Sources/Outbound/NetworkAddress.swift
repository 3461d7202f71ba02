// Which addresses are of the public internet. Whoever posts a link chooses where this server looks: never into its own house.

/// An IP address as bytes: 4 or 16.
public struct NetworkAddress: Sendable, Equatable {
    public let bytes: [UInt8]

    /// Nil unless there are 4 or 16 bytes.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// Neither private, loopback, link-local, shared (CGNAT), multicast, reserved nor documentation, by the registries of
    /// special-purpose addresses (RFC 6890 and its successors); addresses that carry an IPv4 one are judged by that.
    public var isPublic: Bool { bytes.count == 4 ? NetworkAddress.isPublic4(bytes) : isPublic6 }

    private static func isPublic4(_ b: [UInt8]) -> Bool {
        switch (b[0], b[1], b[2]) {
        case (0, _, _), (10, _, _), (127, _, _): false
        case (100, 64...127, _): false
        case (169, 254, _): false
        case (172, 16...31, _): false
        case (192, 0, 0), (192, 0, 2), (192, 88, 99), (192, 168, _): false
        case (198, 18...19, _), (198, 51, 100), (203, 0, 113): false
        case (224...255, _, _): false
        default: true
        }
    }

    private var isPublic6: Bool {
        let embedded4 = Array(bytes[12..<16])
        // ::ffff:0:0/96 (mapped), ::/96 (compatible; also :: and ::1), 64:ff9b::/96 (NAT64).
        if bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
            return NetworkAddress.isPublic4(embedded4)
        }
        if bytes.prefix(12).allSatisfy({ $0 == 0 }) { return false }
        if bytes.starts(with: [0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]) {
            return NetworkAddress.isPublic4(embedded4)
        }
        // 2002::/16 (6to4) carries an IPv4 address.
        if bytes[0] == 0x20, bytes[1] == 0x02 { return NetworkAddress.isPublic4(Array(bytes[2..<6])) }
        // 2001::/23 (Teredo, ORCHID, benchmarks), 2001:db8::/32 (documentation), 3fff::/20.
        if bytes[0] == 0x20, bytes[1] == 0x01, bytes[2] < 0x02 || (bytes[2] == 0x0D && bytes[3] == 0xB8) {
            return false
        }
        if bytes[0] == 0x3F, bytes[1] == 0xFF, bytes[2] < 0x10 { return false }
        // Only 2000::/3 is given out.
        return bytes[0] & 0xE0 == 0x20
    }
}
