// What one character does to a URL in running text: goes on with it, may end it, or is not part of it.

enum URLCharacter {
    enum Role {
        /// Not part of a URL.
        case stops
        /// Part of a URL when more of it follows.
        case continues
        /// May be the last character of a URL.
        case ends
    }

    static func role(of scalar: Unicode.Scalar, inQuery: Bool) -> Role {
        guard scalar.isASCII else { return foreignRole(of: scalar) }
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "/", "-", "_", "+", "#": return .ends
        case "=", "&": return inQuery ? .ends : .continues
        case "\u{0}"..." ", "<", ">", "\"", "\u{7F}": return .stops
        default: return .continues
        }
    }

    /// Letters, marks, numbers and symbols of every script belong; quotes, brackets and stops that East Asian text puts
    /// right after a URL do not; other punctuation belongs when more follows.
    private static func foreignRole(of scalar: Unicode.Scalar) -> Role {
        switch scalar.value {
        case 0x200B, 0xFEFF, 0x3001...0x3003, 0x3008...0x3011, 0x3014...0x301F, 0xFF01, 0xFF08, 0xFF09, 0xFF0C, 0xFF0E,
            0xFF1A, 0xFF1B, 0xFF1F, 0xFF3B, 0xFF3D, 0xFF5B, 0xFF5D, 0xFF5F...0xFF64:
            return .stops
        // Directional controls could show a URL in another order than it has (UTR #36).
        case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: return .stops
        default: break
        }
        switch scalar.properties.generalCategory {
        case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control: return .stops
        case .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
            .otherPunctuation, .format:
            return .continues
        default: return .ends
        }
    }
}
