// One spelling for each host: rules about servers are looked up by it, so that no other spelling goes round them.

/// Names of hosts in the form in which they are stored and compared.
public enum HostName {
    /// In lower case, without one dot at its end, labels beyond ASCII as Punycode (RFC 3492, `xn--…`); an IPv6 address
    /// in brackets. Nil for what is no host: with a port, an empty label, or characters that no host has.
    public static func canonical(_ text: some StringProtocol) -> String? {
        guard !text.isEmpty, text.utf8.count <= 1024 else { return nil }
        if isPlain(text.utf8) { return String(text) }
        var text = text[...]
        if text.hasPrefix("[") {
            guard text.hasSuffix("]"), let address = IPAddress(text), address.isIPv6 else { return nil }
            return text.lowercased()
        }
        if text.hasSuffix(".") { text = text.dropLast() }
        let name = text.lowercased().map { dots.contains($0) ? "." : $0 }
        var labels: [String] = []
        for label in name.split(separator: ".", omittingEmptySubsequences: false) {
            guard let label = canonical(label: String(label)) else { return nil }
            labels.append(label)
        }
        let host = labels.joined(separator: ".")
        return host.utf8.count <= 253 ? host : nil
    }

    /// Is `host` that domain or a name under it? Both in canonical form.
    public static func isUnder(_ domain: some StringProtocol, _ host: some StringProtocol) -> Bool {
        guard host.hasSuffix(domain) else { return false }
        let rest = host.dropLast(domain.count)
        return rest.isEmpty || rest.hasSuffix(".")
    }

    /// What nearly every host is: labels of lower-case ASCII with single dots between them. All else takes many times as long.
    private static func isPlain(_ name: some Collection<UInt8>) -> Bool {
        guard name.count <= 253 else { return false }
        var length = 0
        for byte in name {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                length += 1
                guard length <= 63 else { return false }
            case UInt8(ascii: "."):
                guard length > 0 else { return false }
                length = 0
            default: return false
            }
        }
        return length > 0
    }

    /// What IDNA takes for a dot between labels (UTS 46).
    private static let dots: Set<Character> = ["\u{3002}", "\u{FF0E}", "\u{FF61}"]

    private static func canonical(label: String) -> String? {
        let isPlain = label.utf8.allSatisfy { ASCII.isWord($0) || $0 == UInt8(ascii: "-") }
        if isPlain { return (1...63).contains(label.utf8.count) ? label : nil }
        // Full-width letters and digits are the same as the narrow ones to IDNA, too.
        let scalars = label.unicodeScalars.map { scalar -> Unicode.Scalar in
            guard (0xFF01...0xFF5E).contains(scalar.value) else { return scalar }
            return Unicode.Scalar(scalar.value - 0xFEE0).map { Unicode.Scalar(ASCII.lowercased(UInt8($0.value))) }
                ?? scalar
        }
        let isName = scalars.allSatisfy { scalar in
            guard !scalar.isASCII else { return ASCII.isWord(UInt8(scalar.value)) || scalar == "-" }
            return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || scalar.properties.generalCategory == .nonspacingMark || scalar.properties.isEmoji
        }
        guard isName, scalars.count <= 63 else { return nil }
        guard !scalars.allSatisfy(\.isASCII) else { return String(String.UnicodeScalarView(scalars)) }
        guard let encoded = Punycode.encode(scalars.map(\.value)) else { return nil }
        let name = "xn--" + encoded
        return name.utf8.count <= 63 ? name : nil
    }
}

/// RFC 3492: letters beyond ASCII as letters, digits and a hyphen.
enum Punycode {
    /// Nil on overflow, which a label of 63 characters does not come to.
    static func encode(_ scalars: [UInt32]) -> String? {
        var out = scalars.filter { $0 < 0x80 }.map { UInt8($0) }
        let basic = UInt32(out.count)
        var handled = basic
        if basic > 0 { out.append(UInt8(ascii: "-")) }
        var (next, delta, bias): (UInt32, UInt32, UInt32) = (128, 0, 72)
        while handled < scalars.count {
            guard let least = scalars.lazy.filter({ $0 >= next }).min() else { return nil }
            let (product, isOver) = (least - next).multipliedReportingOverflow(by: handled + 1)
            guard !isOver, product <= UInt32.max - delta else { return nil }
            delta += product
            next = least
            for scalar in scalars {
                if scalar < next { delta &+= 1 }
                guard scalar == next else { continue }
                append(delta, bias: bias, to: &out)
                bias = adapted(delta, points: handled + 1, isFirst: handled == basic)
                delta = 0
                handled += 1
            }
            delta &+= 1
            next += 1
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func append(_ delta: UInt32, bias: UInt32, to out: inout [UInt8]) {
        var (rest, k) = (delta, UInt32(36))
        while true {
            let threshold = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias
            guard rest >= threshold else { break }
            out.append(digit(threshold + (rest - threshold) % (36 - threshold)))
            rest = (rest - threshold) / (36 - threshold)
            k += 36
        }
        out.append(digit(rest))
    }

    private static func adapted(_ delta: UInt32, points: UInt32, isFirst: Bool) -> UInt32 {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / points
        var k: UInt32 = 0
        while delta > 455 {
            delta /= 35
            k += 36
        }
        return k + 36 * delta / (delta + 38)
    }

    private static func digit(_ value: UInt32) -> UInt8 { UInt8(value < 26 ? value + 97 : value + 22) }
}
