// The rule for hashtags.

import Basics

extension TokenScanner {
    /// Reads a hashtag at the sign at `start`; gives the index to go on from.
    mutating func tag(at start: Int, signLength: Int) -> Int {
        let nameStart = start + signLength
        if let previous = ScalarScan.scalar(bytes, before: start), spoilsTag(previous) { return nameStart }
        let run = TagRun.read(bytes, from: nameStart)
        var end = run.end
        var hasLetter = run.hasLetter
        if isAtSchemeEnd(end), let scheme = schemeStart(from: nameStart, to: end) {
            // "#猫https://…": the scheme belongs to the URL.
            end = scheme
            hasLetter = TagRun.read(Array(bytes[nameStart..<end]), from: 0).hasLetter
        }
        guard hasLetter, end - nameStart <= TagName.maximumBytes else { return max(end, nameStart) }
        tokens.append(StatusToken(kind: .tag(written: text(nameStart..<end)), range: start..<end))
        return end
    }

    private func spoilsTag(_ previous: Unicode.Scalar) -> Bool {
        switch previous {
        case "/", ")", "#", "\u{FF03}", "&", "=": true
        default: previous.isWord
        }
    }

    /// Where a final "http" or "https" of the name starts.
    private func schemeStart(from start: Int, to end: Int) -> Int? {
        for length in [5, 4] where end - length >= start {
            let word = bytes[end - length..<end].lazy.map(ASCII.lowercased)
            if word.elementsEqual(length == 5 ? "https".utf8 : "http".utf8) { return end - length }
        }
        return nil
    }
}

/// A run of hashtag characters: where it ends, and whether it has a letter.
struct TagRun {
    var end: Int
    var hasLetter = false

    /// Reads word characters with separators between them; starts with no mark. `end == start` when there is no run.
    static func read(_ bytes: [UInt8], from start: Int) -> TagRun {
        var run = TagRun(end: start)
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x80 {
                guard ASCII.isWord(byte) else { break }
                if ASCII.isLetter(byte) { run.hasLetter = true }
                index += 1
                run.end = index
                continue
            }
            let (scalar, next) = ScalarScan.scalar(bytes, at: index)
            if scalar.isTagLetter {
                run.hasLetter = true
                run.end = next
            } else if scalar.isWord, index > start || !scalar.isWritingMark {
                run.end = next
            } else if index == start || !scalar.isTagSeparator {
                break
            }
            index = next
        }
        return run
    }
}
