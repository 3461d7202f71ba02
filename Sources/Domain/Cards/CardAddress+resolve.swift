// Addresses found on a page, made whole by the page's own (RFC 3986, section 5.2; URL Standard for what people write).

internal import Basics

extension CardAddress {
    /// Nil unless it is http or https. Spaces are encoded, and line ends left out, as browsers do.
    public static func resolve(_ reference: String, on page: String) -> String? {
        let reference = escaped(reference.trimmed)
        guard !reference.isEmpty, reference.utf8.count <= 2048 else { return nil }
        let lower = reference.lowercased()
        if lower.hasPrefix("http://") || lower.hasPrefix("https://") { return withoutDots(reference) }
        guard let separator = page.firstRange(of: "://") else { return nil }
        let scheme = page[..<separator.lowerBound]
        if reference.hasPrefix("//") { return withoutDots("\(scheme):\(reference)") }
        // Another scheme, such as `data:`.
        if let colon = reference.firstIndex(of: ":"), !reference[..<colon].contains(where: { "/?#".contains($0) }) {
            return nil
        }
        let rest = page[separator.upperBound...]
        let pathStart = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        let origin = "\(scheme)://\(rest[..<pathStart])"
        if reference.hasPrefix("/") { return withoutDots(origin + reference) }
        let path = rest[pathStart...].prefix { $0 != "?" && $0 != "#" }
        if reference.hasPrefix("?") { return origin + path + reference }
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
        return withoutDots(origin + folder + reference)
    }

    private static func escaped(_ reference: String) -> String {
        guard reference.utf8.contains(where: { $0 <= 0x20 }) else { return reference }
        var out = String.UnicodeScalarView()
        for scalar in reference.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D: continue
            case 0...0x20: out.append(contentsOf: "%\(Hex.encode([UInt8(scalar.value)]).uppercased())".unicodeScalars)
            default: out.append(scalar)
            }
        }
        return String(out)
    }

    /// Without the segments `.` and `..` of its path (RFC 3986, 5.2.4).
    private static func withoutDots(_ url: String) -> String {
        guard url.contains("/."), let separator = url.firstRange(of: "://") else { return url }
        let rest = url[separator.upperBound...]
        guard let start = rest.firstIndex(of: "/") else { return url }
        let path = rest[start...].prefix { $0 != "?" && $0 != "#" }
        var segments: [Substring] = []
        let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            switch part {
            case ".": if isLast { segments.append("") }
            case "..":
                _ = segments.popLast()
                if isLast { segments.append("") }
            default: segments.append(part)
            }
        }
        return url[..<start] + "/" + segments.joined(separator: "/") + url[path.endIndex...]
    }
}
