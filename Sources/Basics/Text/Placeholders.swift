// Sentences with named holes: `{name}`.

public enum Placeholders {
    /// The text with each `{name}` replaced by its value; one without a value stays as it is. Values are not looked into.
    public static func fill(_ text: String, _ values: [String: String]) -> String {
        values.isEmpty ? text : fill(text) { values[String($0)] }
    }

    /// The same with values that are asked for by name.
    public static func fill(_ text: String, _ value: (Substring) -> String?) -> String {
        let utf8 = text.utf8
        guard var open = utf8.firstIndex(of: UInt8(ascii: "{")) else { return text }
        var out = ""
        out.reserveCapacity(utf8.count + 32)
        var rest = utf8.startIndex
        while true {
            out += text[rest..<open]
            let inside = utf8.index(after: open)
            let end = utf8[inside...].firstIndex { $0 == UInt8(ascii: "}") || $0 == UInt8(ascii: "{") }
            if let end, utf8[end] == UInt8(ascii: "}"), let value = value(text[inside..<end]) {
                out += value
                rest = utf8.index(after: end)
            } else {
                out += "{"
                rest = inside
            }
            guard let next = utf8[rest...].firstIndex(of: UInt8(ascii: "{")) else { return out + text[rest...] }
            open = next
        }
    }
}
