// Which form of a body a client can read.

/// A way to make a body smaller that this server writes (RFC 9110 §8.4.1).
public enum ContentCoding: String, Sendable, Hashable, CaseIterable {
    case brotli = "br"
    case gzip
}

extension ContentCoding {
    /// What is best for a client that sent `Accept-Encoding` (RFC 9110 §12.5.3); nil where the body should go as it is.
    ///
    /// The highest weight wins, and brotli where both are equal. A body as it is wins only if its weight was given and is
    /// higher. Members that the standard does not allow are passed over; of two with one name the first counts.
    public static func best(for accepted: String) -> ContentCoding? {
        var weights = Weights()
        for member in accepted.utf8.split(separator: UInt8(ascii: ",")) { weights.read(member) }
        let (brotli, gzip) = (weights.brotli ?? weights.any ?? 0, weights.gzip ?? weights.any ?? 0)
        let best = max(brotli, gzip)
        guard best > 0, best >= weights.identity ?? 0 else { return nil }
        return brotli == best ? .brotli : .gzip
    }
}

/// In thousandths; nil where nothing was said.
private struct Weights {
    var brotli: Int?
    var gzip: Int?
    var identity: Int?
    var any: Int?

    mutating func read(_ member: Substring.UTF8View) {
        var parts = member.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)[...]
        guard let name = parts.popFirst().map(trimmed) else { return }
        var weight = 1000
        for part in parts {
            let part = trimmed(part)
            guard part.count > 2, part.first.map({ $0 | 0x20 }) == UInt8(ascii: "q"),
                part.dropFirst().first == UInt8(ascii: "="), let thousandths = Weights.thousandths(part.dropFirst(2))
            else { return }
            weight = thousandths
        }
        if isNamed(name, "br") {
            brotli = brotli ?? weight
        } else if isNamed(name, "gzip") || isNamed(name, "x-gzip") {
            gzip = gzip ?? weight
        } else if isNamed(name, "identity") {
            identity = identity ?? weight
        } else if isNamed(name, "*") {
            any = any ?? weight
        }
    }

    /// `0`, `0.5`, `1.000`: at most three digits after the point, and no more than 1.
    private static func thousandths(_ text: Substring.UTF8View) -> Int? {
        guard let first = text.first, first == UInt8(ascii: "0") || first == UInt8(ascii: "1") else { return nil }
        var value = first == UInt8(ascii: "1") ? 1000 : 0
        let rest = text.dropFirst()
        if rest.isEmpty { return value }
        guard rest.first == UInt8(ascii: "."), rest.count <= 4 else { return nil }
        var unit = 100
        for digit in rest.dropFirst() {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value += Int(digit - UInt8(ascii: "0")) * unit
            unit /= 10
        }
        return value <= 1000 ? value : nil
    }

    private func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
        var text = text.drop { $0 == 0x20 || $0 == 0x09 }
        while let last = text.last, last == 0x20 || last == 0x09 { text.removeLast() }
        return text
    }

    private func isNamed(_ text: Substring.UTF8View, _ name: StaticString) -> Bool {
        text.count == name.utf8CodeUnitCount
            && name.withUTF8Buffer { name in
                text.elementsEqual(name) { ($0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0) == $1 }
            }
    }
}
