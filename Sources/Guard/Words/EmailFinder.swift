// E-mail addresses, also with "at" and "dot" in words, in brackets and with spaces.

/// Finds e-mail addresses. Not those of an office (info@, press@): they are made to be known.
enum EmailFinder {
    static func find(in scan: ScannedText) -> [Span] {
        scan.tokens.indices.compactMap { index in
            guard let marker = Marker(scan, at: index), !scan.isMasked(scan.tokens[index].range) else { return nil }
            return address(scan, around: marker)
        }
    }

    private static let offices: Set<String> = [
        "info", "contact", "press", "presse", "prensa", "prensa", "imprensa", "stampa", "pers", "support", "help",
        "hello",
        "hallo", "hola", "office", "media", "kontakt", "contacto", "contato", "redaktion", "redaction", "redactie",
        "noreply",
        "admin", "abuse", "postmaster", "security", "privacy", "legal", "newsletter", "team",
    ]

    /// "@", "(at)", " at ": which tokens it takes.
    private struct Marker {
        enum Kind { case sign, bracketed, word }
        var kind: Kind
        var first: Int
        var last: Int

        init?(_ scan: ScannedText, at index: Int) {
            let token = scan.tokens[index]
            let isSign = scan[token.range.lowerBound] == 0x40
            guard isSign || token.word.traits.contains(.at) else { return nil }
            let (before, after) = (Brackets.opens(scan, before: index), Brackets.closes(scan, after: index))
            (kind, first, last) = (isSign ? .sign : .word, index, index)
            if let before, let after { (kind, first, last) = (.bracketed, before, after) }
        }
    }

    private static func address(_ scan: ScannedText, around marker: Marker) -> Span? {
        let left = local(scan, before: marker.first)
        let right = host(scan, after: marker.last)
        guard let left, let right, !offices.contains(left.text) else { return nil }
        let isSure =
            switch marker.kind {
            case .sign: !(left.isApart && right.isApart) || right.isMailHost
            case .bracketed: true
            case .word: right.isMailHost || right.isSpelled && left.text.contains { $0.isNumber || ".-_".contains($0) }
            }
        guard isSure else { return nil }
        let range = scan.tokens[left.first].range.lowerBound..<scan.tokens[right.last].range.upperBound
        return Span(kind: .emailAddress, range: range, key: left.text + "@" + right.text)
    }

    private static func local(_ scan: ScannedText, before index: Int) -> (first: Int, text: String, isApart: Bool)? {
        var next = index - 1
        let isApart = next >= 0 && scan.tokens[next].kind == .space
        if isApart { next -= 1 }
        var first: Int?
        while next >= 0, index - next < 24 {
            let token = scan.tokens[next]
            let isPart =
                token.kind == .word || token.kind == .digits
                || token.kind == .symbol && [0x2E, 0x5F, 0x25, 0x2B, 0x2D].contains(scan[token.range.lowerBound])
            guard isPart else { break }
            first = next
            next -= 1
        }
        guard let first else { return nil }
        let end = scan.tokens[index - (isApart ? 2 : 1)].range.upperBound
        let text = scan.text(scan.tokens[first].range.lowerBound..<end)
        return text.contains { $0.isLetter || $0.isNumber } ? (first, text, isApart) : nil
    }

    private struct Host {
        var last: Int
        var text: String
        var isApart: Bool
        var isSpelled = false
        var isMailHost = false
    }

    private static func host(_ scan: ScannedText, after index: Int) -> Host? {
        var next = index + 1
        let isApart = next < scan.tokens.count && scan.tokens[next].kind == .space
        if isApart { next += 1 }
        var host = Host(last: next, text: "", isApart: isApart)
        var (labels, lastLabel) = (0, "")
        while labels < 6, let end = label(scan, from: next) {
            lastLabel = scan.text(scan.tokens[next].range.lowerBound..<scan.tokens[end].range.upperBound)
            host.text += (labels == 0 ? "" : ".") + lastLabel
            host.isMailHost = host.isMailHost || scan.tokens[next].word.traits.contains(.mailHost)
            host.last = end
            labels += 1
            guard let dot = dot(scan, after: end) else { break }
            host.isSpelled = host.isSpelled || dot.isSpelled
            next = dot.next
        }
        let isTop =
            lastLabel.unicodeScalars.count >= 2 && lastLabel.unicodeScalars.allSatisfy { $0.properties.isAlphabetic }
        return labels >= 2 && isTop ? host : nil
    }

    /// The last token of the label that begins at `first`.
    private static func label(_ scan: ScannedText, from first: Int) -> Int? {
        var end: Int?
        var index = first
        while index < scan.tokens.count, index - first < 12 {
            let token = scan.tokens[index]
            guard token.kind == .word || token.kind == .digits || end != nil && scan[token.range.lowerBound] == 0x2D
            else {
                break
            }
            end = index
            index += 1
        }
        return end
    }

    private static func dot(_ scan: ScannedText, after index: Int) -> (next: Int, isSpelled: Bool)? {
        var next = index + 1
        let isApart = next < scan.tokens.count && scan.tokens[next].kind == .space
        if isApart { next += 1 }
        guard next < scan.tokens.count else { return nil }
        if scan[scan.tokens[next].range.lowerBound] == 0x2E {
            let after = next + 1
            guard after < scan.tokens.count else { return nil }
            // "… at gmail. Then" ends a sentence; "gmail . com" does not.
            if scan.tokens[after].kind == .space { return isApart ? (after + 1, false) : nil }
            return (after, false)
        }
        if let word = Brackets.inside(scan, from: next), scan.tokens[word.middle].word.traits.contains(.dot) {
            let isSpace = word.last + 1 < scan.tokens.count && scan.tokens[word.last + 1].kind == .space
            return (word.last + (isSpace ? 2 : 1), true)
        }
        guard isApart, scan.tokens[next].word.traits.contains(.dot), next + 1 < scan.tokens.count,
            scan.tokens[next + 1].kind == .space
        else { return nil }
        return (next + 2, true)
    }
}

/// Brackets around one token, with or without spaces.
private enum Brackets {
    static func opens(_ scan: ScannedText, before index: Int) -> Int? {
        var next = index - 1
        if next >= 0, scan.tokens[next].kind == .space { next -= 1 }
        guard next >= 0, [0x28, 0x5B, 0x7B, 0x3C].contains(scan[scan.tokens[next].range.lowerBound]) else { return nil }
        return next
    }

    static func closes(_ scan: ScannedText, after index: Int) -> Int? {
        var next = index + 1
        if next < scan.tokens.count, scan.tokens[next].kind == .space { next += 1 }
        guard next < scan.tokens.count, [0x29, 0x5D, 0x7D, 0x3E].contains(scan[scan.tokens[next].range.lowerBound])
        else {
            return nil
        }
        return next
    }

    static func inside(_ scan: ScannedText, from index: Int) -> (middle: Int, last: Int)? {
        guard [0x28, 0x5B, 0x7B, 0x3C].contains(scan[scan.tokens[index].range.lowerBound]) else { return nil }
        var middle = index + 1
        if middle < scan.tokens.count, scan.tokens[middle].kind == .space { middle += 1 }
        guard middle < scan.tokens.count, let last = closes(scan, after: middle) else { return nil }
        return (middle, last)
    }
}
