// A strict reader of the HTML that this program writes: much stricter than the standard, so that slips show.

/// Reads a document and lists what is wrong with it.
struct HTMLCheck {
    /// Complaints, in order; empty for a good page.
    private(set) var complaints: [String] = []
    /// Opening tags with their attributes, in order.
    private(set) var tags: [(name: String, attributes: [String: String])] = []
    /// All text outside tags, references not resolved.
    private(set) var text = ""
    private var drawingTitles = 0
    /// Fields within a label, by their place in `tags`.
    private var wrapped: Set<Int> = []

    private static let void: Set<String> = ["meta", "link", "img", "input", "br", "path", "circle", "hr", "wbr"]
    private static let notInParagraph: Set<String> = [
        "p", "div", "ul", "ol", "dl", "section", "form", "h1", "h2", "h3", "details", "nav", "article", "table",
        "figure",
    ]

    init(_ html: String) {
        read(Array(html.utf8))
        checkDocument()
    }

    private mutating func read(_ bytes: [UInt8]) {
        var open: [String] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index] == 0x3C else {
                let end = bytes[index...].firstIndex(of: 0x3C) ?? bytes.count
                let piece = String(decoding: bytes[index..<end], as: UTF8.self)
                if piece.utf8.contains(0x3E) { complaints.append("a stray > in \(piece.prefix(60))") }
                checkReferences(piece)
                text += piece
                index = end
                continue
            }
            guard let end = endOfTag(bytes, from: index) else {
                complaints.append(
                    "a tag that does not end: \(String(decoding: bytes[index...].prefix(40), as: UTF8.self))"
                )
                return
            }
            let inner = String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
            index = end + 1
            if inner.lowercased() == "!doctype html" { continue }
            if inner.hasPrefix("/") {
                let name = String(inner.dropFirst())
                if open.last != name { complaints.append("</\(name)> closes <\(open.last ?? "nothing")>") }
                if let at = open.lastIndex(of: name) { open.removeSubrange(at...) }
                continue
            }
            let selfClosing = inner.hasSuffix("/")
            let (name, attributes) = parse(selfClosing ? String(inner.dropLast()) : inner)
            // The title of a drawing is not that of the document.
            if name == "title", open.contains("svg") { drawingTitles += 1 }
            if open.contains("p"), Self.notInParagraph.contains(name) { complaints.append("<\(name)> inside <p>") }
            if name == "a" || name == "button" || name == "input", open.contains("a") || open.contains("button") {
                complaints.append("<\(name)> inside <\(open.last ?? "")>")
            }
            if open.contains("label") { wrapped.insert(tags.count) }
            tags.append((name, attributes))
            if !selfClosing, !Self.void.contains(name) { open.append(name) }
        }
        if !open.isEmpty { complaints.append("left open: \(open)") }
    }

    /// The `>` of a tag, past quoted values.
    private func endOfTag(_ bytes: [UInt8], from start: Int) -> Int? {
        var quoted = false
        for index in start..<bytes.count {
            if bytes[index] == 0x22 { quoted.toggle() }
            if bytes[index] == 0x3E, !quoted { return index }
        }
        return nil
    }

    private mutating func parse(_ inner: String) -> (String, [String: String]) {
        let name = String(inner.prefix { $0.isLetter || $0.isNumber || $0 == "-" })
        if name.isEmpty || name != name.lowercased() { complaints.append("odd tag <\(inner.prefix(60))>") }
        var attributes: [String: String] = [:]
        var rest = Substring(inner.dropFirst(name.count))
        while true {
            rest = rest.drop { $0 == " " }
            if rest.isEmpty { break }
            let key = String(rest.prefix { $0 != "=" && $0 != " " })
            rest = rest.dropFirst(key.count)
            var value = ""
            if rest.first == "=" {
                let quoted = rest.dropFirst()
                // Unicode scalars: a quotation mark with a combining mark after it still ends the value.
                guard quoted.unicodeScalars.first == "\"" else {
                    complaints.append("\(key) is not quoted in <\(name)>")
                    break
                }
                let body = quoted.unicodeScalars.dropFirst()
                let end = body.firstIndex(of: "\"") ?? body.endIndex
                value = String(body[..<end])
                rest = end < body.endIndex ? Substring(body[body.index(after: end)...]) : ""
            }
            let plain = key.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x2D || $0 == 0x3A }
            if !plain, !["viewBox", "preserveAspectRatio"].contains(key) {
                complaints.append("odd attribute \(key) in <\(name)>")
            }
            if attributes[key] != nil { complaints.append("\(key) twice in <\(name)>") }
            checkReferences(value)
            attributes[key] = value
        }
        return (name, attributes)
    }

    private mutating func checkReferences(_ piece: String) {
        for part in piece.utf8.split(separator: 0x26, omittingEmptySubsequences: false).dropFirst() {
            let name = String(part.prefix { $0 != 0x3B })
            if !["amp", "lt", "gt", "quot", "#39", "nbsp"].contains(name ?? "") {
                complaints.append("a bare & before \(Substring(part).prefix(20))")
            }
        }
    }

    private mutating func checkDocument() {
        let ids = tags.compactMap { $0.attributes["id"] }
        for (id, group) in Dictionary(grouping: ids, by: { $0 }) where group.count > 1 {
            complaints.append("id \(id) \(group.count) times")
        }
        let labelled = Set(tags.filter { $0.name == "label" }.compactMap { $0.attributes["for"] })
        for (place, (name, attributes)) in tags.enumerated() {
            for key in attributes.keys where key == "style" || key.hasPrefix("on") {
                complaints.append("\(key) in <\(name)>")
            }
            if name == "style" || name == "iframe" { complaints.append("<\(name)>") }
            if name == "script", attributes["src"]?.hasPrefix("/assets/") != true {
                complaints.append("<script> inline")
            }
            if name == "img", attributes["alt"] == nil { complaints.append("an image without alt") }
            if name == "video" || name == "audio" {
                if (attributes["aria-label"] ?? "").isEmpty { complaints.append("a \(name) without a label") }
                if attributes["preload"] != "none" || attributes["autoplay"] != nil {
                    complaints.append("a \(name) that loads by itself")
                }
            }
            if name == "input" || name == "textarea", attributes["type"] != "hidden" {
                if !labelled.contains(attributes["id"] ?? ""), !wrapped.contains(place) {
                    complaints.append("no label for \(attributes)")
                }
            }
            for key in ["href", "src", "poster", "action"] {
                guard let url = attributes[key] else { continue }
                if url.hasPrefix("#"), !ids.contains(String(url.dropFirst())) { complaints.append("nothing at \(url)") }
                let known = ["/", "#", "https://", "http://", "tel:"].contains { url.hasPrefix($0) }
                if !known { complaints.append("\(key) leads to \(url)") }
            }
            for key in ["aria-labelledby", "aria-describedby", "for"] {
                for id in (attributes[key] ?? "").split(separator: " ") where !ids.contains(String(id)) {
                    complaints.append("\(key) names \(id), which is not there")
                }
            }
        }
        for (name, others) in [("h1", 0), ("main", 0), ("title", drawingTitles)] {
            let found = tags.count { $0.name == name } - others
            if found != 1 { complaints.append("\(found) <\(name)>") }
        }
        if text.contains("{{") || text.contains("}}") { complaints.append("a template tag was left") }
    }
}
