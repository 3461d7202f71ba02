// Numbers in words and figures, as pages say them.

/// English wording of counts.
enum Words {
    /// `36412` as `36,412`.
    static func number(_ value: Int) -> String {
        let digits = Array(String(value.magnitude).utf8)
        var out: [UInt8] = value < 0 ? [0x2D] : []
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { out.append(0x2C) }
            out.append(digit)
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// "1 reply", "36,412 replies", "no replies".
    static func count(_ value: Int, _ one: String, _ many: String) -> String {
        switch value {
        case 0: "no \(many)"
        case 1: "1 \(one)"
        default: "\(number(value)) \(many)"
        }
    }

    /// The same, or nil for none: for lines that leave out what is not there.
    static func countIfAny(_ value: Int, _ one: String, _ many: String) -> String? {
        value == 0 ? nil : count(value, one, many)
    }
}
