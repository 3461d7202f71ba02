// What is no private information by its form: links, hashtags, mentions, dates and times.

extension ScannedText {
    private func isSpace(_ index: Int) -> Bool { self[index] == 0x20 || self[index] == 0x0A || self[index] == 0 }

    private func isName(_ index: Int) -> Bool { isLetter(index) || isDigit(index) || self[index] == 0x5F }

    /// Masks links but those that hold a phone number, hashtags with a letter, and mentions.
    mutating func maskLinksAndTags() {
        var index = 0
        while index < count {
            switch scalars[index] {
            case 0x3A where self[index + 1] == 0x2F && self[index + 2] == 0x2F: index = maskLink(around: index)
            case 0x2F where isLetter(index - 1) && looksLikeHost(before: index): index = maskLink(around: index)
            case 0x23 where isName(index + 1): index = maskTag(at: index)
            case 0x40 where isName(index + 1) && !isName(index - 1): index = maskMention(at: index)
            default: index += 1
            }
        }
    }

    private mutating func maskLink(around index: Int) -> Int {
        var (start, end) = (index, index)
        while !isSpace(start - 1), index - start < 100 { start -= 1 }
        while !isSpace(end) { end += 1 }
        if !Self.isContactLink(text(start..<min(end, start + 60))) { mask(start..<end) }
        return end
    }

    /// Links whose path is a phone number.
    private static func isContactLink(_ link: String) -> Bool {
        ["wa.me/", "whatsapp.com/send", "signal.me/", "t.me/+", "tel:", "sms:"].contains { part in
            link.utf8.firstRange(of: part) != nil
        }
    }

    /// Whether "name.tld" stands right before the slash at `index`.
    private func looksLikeHost(before index: Int) -> Bool {
        var start = index
        while isLetter(start - 1), index - start < 24 { start -= 1 }
        return index - start >= 2 && self[start - 1] == 0x2E && isName(start - 2)
    }

    private mutating func maskTag(at index: Int) -> Int {
        var end = index + 1
        while isName(end) { end += 1 }
        if (index + 1..<end).contains(where: isLetter) { mask(index..<end) }
        return end
    }

    private mutating func maskMention(at index: Int) -> Int {
        var end = index + 1
        while isName(end) || (self[end] == 0x40 || self[end] == 0x2E || self[end] == 0x2D) && isName(end + 1) {
            end += 1
        }
        mask(index..<end)
        return end
    }
}

extension Sequence where Element == UInt8 {
    fileprivate func firstRange(of text: String) -> Int? {
        let (bytes, part) = (Array(self), Array(text.utf8))
        guard bytes.count >= part.count else { return nil }
        return (0...bytes.count - part.count).first { bytes[$0..<$0 + part.count].elementsEqual(part) }
    }
}

// MARK: Dates and times

extension ScannedText {
    /// Masks 2026-11-29, 29.11.2026, 29/11/26, 10:30 and 10:30:45.
    mutating func maskDatesAndTimes() {
        for index in tokens.indices where tokens[index].kind == .digits {
            if let end = date(at: index) ?? time(at: index) {
                mask(tokens[index].range.lowerBound..<tokens[end].range.upperBound)
            }
        }
    }

    /// The tokens of numbers joined by one symbol, from `index` on: at most six of them.
    private func numbers(at index: Int, joinedBy symbols: Set<UInt32>) -> (values: [(Int, digits: Int)], last: Int)? {
        guard let joint = symbol(index + 1), symbols.contains(joint), symbol(index - 1) != joint || !isNumber(index - 2)
        else {
            return nil
        }
        var (values, next) = ([value(index)], index)
        while values.count < 6, symbol(next + 1) == joint, isNumber(next + 2) {
            next += 2
            values.append(value(next))
        }
        return (values, next)
    }

    private func isNumber(_ index: Int) -> Bool { tokens.indices.contains(index) && tokens[index].kind == .digits }

    private func symbol(_ index: Int) -> UInt32? {
        guard tokens.indices.contains(index), tokens[index].kind == .symbol else { return nil }
        return self[tokens[index].range.lowerBound]
    }

    private func value(_ index: Int) -> (Int, digits: Int) {
        let range = tokens[index].range
        guard range.count <= 4 else { return (Int.max, range.count) }
        return (scalars[range].reduce(0) { $0 * 10 + Int($1 - 0x30) }, range.count)
    }

    private func date(at index: Int) -> Int? {
        guard let (values, last) = numbers(at: index, joinedBy: [0x2D, 0x2E, 0x2F]), values.count == 3 else {
            return nil
        }
        let (first, second, third) = (values[0], values[1], values[2])
        let isYearFirst = first.digits == 4 && (1..<13).contains(second.0) && (1..<32).contains(third.0)
        let isYearLast =
            (third.digits == 4 && (1800..<2200).contains(third.0) || third.digits == 2)
            && (1..<32).contains(first.0) && (1..<32).contains(second.0) && (first.0 < 13 || second.0 < 13)
        return isYearFirst || isYearLast ? last : nil
    }

    private func time(at index: Int) -> Int? {
        guard let (values, last) = numbers(at: index, joinedBy: [0x3A]), (2...3).contains(values.count) else {
            return nil
        }
        let fits = values[0].0 < 25 && values.dropFirst().allSatisfy { $0.0 < 60 && $0.digits == 2 }
        return fits ? last : nil
    }
}
