// Digits of all scripts: the decimal digits of Unicode 15 (general category Nd) and the numbers in rings and small ones.

extension ScalarFolding {
    /// 0 to 9 for a digit outside of ASCII.
    static func digit(_ scalar: UInt32) -> UInt32? {
        if scalar >= 0x2070, scalar <= 0x2793 { return enclosed(scalar) }
        if scalar >= 0x1D7CE, scalar <= 0x1D7FF { return (scalar - 0x1D7CE) % 10 }
        if scalar >= 0x1F101, scalar <= 0x1F10A { return scalar - 0x1F101 }
        var (low, high) = (0, zeros.count)
        while low < high {
            let middle = (low + high) / 2
            if zeros[middle] <= scalar { low = middle + 1 } else { high = middle }
        }
        guard low > 0, scalar - zeros[low - 1] < 10 else { return nil }
        return scalar - zeros[low - 1]
    }

    private static func enclosed(_ scalar: UInt32) -> UInt32? {
        switch scalar {
        case 0x2070: 0
        case 0x2074...0x2079: scalar - 0x2070
        case 0x2080...0x2089: scalar - 0x2080
        case 0x2460...0x2468: scalar - 0x245F
        case 0x2474...0x247C: scalar - 0x2473
        case 0x2488...0x2490: scalar - 0x2487
        case 0x24EA, 0x24FF: 0
        case 0x24F5...0x24FD: scalar - 0x24F4
        case 0x2776...0x277E: scalar - 0x2775
        case 0x2780...0x2788: scalar - 0x277F
        case 0x278A...0x2792: scalar - 0x2789
        default: nil
        }
    }

    /// The zero of each script, ascending.
    private static let zeros: [UInt32] = [
        0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0, 0xF20,
        0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0,
        0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0,
        0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x11F50, 0x16A60,
        0x16AC0, 0x16B50, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E950, 0x1FBF0,
    ]
}
