// HTML as tags and texts, read as browsers read it where that matters, and never failing.

internal import Basics

/// Splits HTML into tokens. Comments, declarations, scripts and styles are none.
struct MarkupReader {
    struct Attribute: Equatable {
        /// In lower case.
        var name: String
        /// With its references decoded.
        var value: String
    }

    enum Token: Equatable {
        /// As written.
        case text(ArraySlice<UInt8>)
        /// The name in lower case. An element that closes itself (`<br/>`) is only started.
        case start(String, [Attribute])
        case end(String)
    }

    private let bytes: [UInt8]
    private var position = 0
    /// An element of which all that follows is text until it ends.
    private var rawElement: String?

    private static let attributesMost = 20
    /// Their content is no text for people.
    private static let raw: Set<String> = [
        "script", "style", "template", "noscript", "iframe", "object", "svg", "title", "textarea", "xmp", "noembed",
        "noframes",
    ]

    init(_ html: String) { bytes = Array(html.utf8) }

    mutating func next() -> Token? {
        while position < bytes.count {
            if let name = rawElement {
                rawElement = nil
                skip(past: name)
                continue
            }
            guard isTag(at: position) else { return text() }
            if let token = tag() { return token }
        }
        return nil
    }

    /// Up to the next tag; a `<` that begins none is text.
    private mutating func text() -> Token {
        let start = position
        position += 1
        while position < bytes.count, bytes[position] != UInt8(ascii: "<") { position += 1 }
        return .text(bytes[start..<position])
    }

    private func isTag(at place: Int) -> Bool {
        guard place + 1 < bytes.count, bytes[place] == UInt8(ascii: "<") else { return false }
        let next = bytes[place + 1]
        return ASCII.isLetter(next) || next == UInt8(ascii: "/") || next == UInt8(ascii: "!")
            || next == UInt8(ascii: "?")
    }

    /// The tag at the position, which moves past it; nil for a comment, for an element that is left out, and for a tag
    /// without an end.
    private mutating func tag() -> Token? {
        let next = bytes[position + 1]
        if next == UInt8(ascii: "!") || next == UInt8(ascii: "?") {
            skipComment()
            return nil
        }
        if next == UInt8(ascii: "/") {
            position += 2
            let name = name()
            while position < bytes.count, bytes[position] != UInt8(ascii: ">") { position += 1 }
            position = min(position + 1, bytes.count)
            return name.isEmpty ? nil : .end(name)
        }
        position += 1
        let name = name()
        guard let attributes = attributes() else { return nil }
        if MarkupReader.raw.contains(name) {
            rawElement = name
            return nil
        }
        return .start(name, attributes)
    }

    private mutating func name() -> String {
        let start = position
        while position < bytes.count, !isSpace(bytes[position]), bytes[position] != UInt8(ascii: ">"),
            bytes[position] != UInt8(ascii: "/")
        {
            position += 1
        }
        return String(decoding: bytes[start..<position].prefix(40).map(ASCII.lowercased), as: UTF8.self)
    }

    private func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0C || byte == 0x0D
    }

    /// All attributes up to the `>`, which is passed; nil where there is none. Of two with one name the first counts.
    private mutating func attributes() -> [Attribute]? {
        var found: [Attribute] = []
        while position < bytes.count {
            while position < bytes.count, isSpace(bytes[position]) || bytes[position] == UInt8(ascii: "/") {
                position += 1
            }
            guard position < bytes.count else { break }
            if bytes[position] == UInt8(ascii: ">") {
                position += 1
                return found
            }
            let start = position
            position += 1
            while position < bytes.count, !isSpace(bytes[position]), !"=>/".utf8.contains(bytes[position]) {
                position += 1
            }
            let name = String(decoding: bytes[start..<position].prefix(40).map(ASCII.lowercased), as: UTF8.self)
            let value = attributeValue()
            guard found.count < MarkupReader.attributesMost, !found.contains(where: { $0.name == name }) else {
                continue
            }
            found.append(Attribute(name: name, value: HTML.decodingReferences(Array(value), inAttribute: true)))
        }
        return nil
    }

    private mutating func attributeValue() -> ArraySlice<UInt8> {
        var place = position
        while place < bytes.count, isSpace(bytes[place]) { place += 1 }
        guard place < bytes.count, bytes[place] == UInt8(ascii: "=") else { return [] }
        place += 1
        while place < bytes.count, isSpace(bytes[place]) { place += 1 }
        guard place < bytes.count else {
            position = place
            return []
        }
        let quote = bytes[place]
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            let start = place + 1
            let end = bytes[start...].firstIndex(of: quote) ?? bytes.count
            position = min(end + 1, bytes.count)
            return bytes[start..<end]
        }
        let start = place
        while place < bytes.count, !isSpace(bytes[place]), bytes[place] != UInt8(ascii: ">") { place += 1 }
        position = place
        return bytes[start..<place]
    }

    private mutating func skipComment() {
        let isComment = bytes[(position + 1)...].starts(with: "!--".utf8)
        position += isComment ? 4 : 2
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: ">") {
                let ends =
                    !isComment || bytes[position - 1] == UInt8(ascii: "-") && bytes[position - 2] == UInt8(ascii: "-")
                if ends {
                    position += 1
                    return
                }
            }
            position += 1
        }
        position = bytes.count
    }

    /// To after the end tag of an element whose content is left out, or to the end.
    private mutating func skip(past name: String) {
        let wanted = Array(name.utf8)
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "<"), position + 2 + wanted.count <= bytes.count,
                bytes[position + 1] == UInt8(ascii: "/"),
                bytes[(position + 2)..<(position + 2 + wanted.count)].lazy.map(ASCII.lowercased).elementsEqual(wanted)
            {
                while position < bytes.count, bytes[position] != UInt8(ascii: ">") { position += 1 }
                position = min(position + 1, bytes.count)
                return
            }
            position += 1
        }
    }
}
