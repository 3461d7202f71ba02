// Texts of a profile before they are stored: without characters that no reader sees, and without blank edges.

/// Cleaning of what people type into their profile.
public enum ProfileLine {
    /// One line: control characters (line breaks too) become spaces.
    public static func line(_ text: String) -> String {
        trimmed(text.unicodeScalars.map { isControl($0) ? " " : $0 })
    }

    /// Several lines: CR LF and CR become LF, other control characters but the tab are left out.
    public static func lines(_ text: String) -> String {
        var scalars: [Unicode.Scalar] = []
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            defer { previous = scalar }
            switch scalar {
            case "\r": scalars.append("\n")
            case "\n": if previous != "\r" { scalars.append(scalar) }
            case "\t": scalars.append(scalar)
            default: if !isControl(scalar) { scalars.append(scalar) }
            }
        }
        return trimmed(scalars)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .control }

    private static func trimmed(_ scalars: [Unicode.Scalar]) -> String {
        let isBlank = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
        guard let first = scalars.firstIndex(where: { !isBlank($0) }),
            let last = scalars.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(String.UnicodeScalarView(scalars[first...last]))
    }
}
