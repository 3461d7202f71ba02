// HTML of other servers, made safe: only what is on a list comes through, whatever the markup around it.

internal import Basics

/// Texts of other servers.
public enum RemoteHTML {
    /// Paragraphs, lists, links and emphasis, as Mastodon and others keep them; the rest is left out or becomes text.
    /// Always balanced, and linear in the length of `html`.
    public static func sanitised(_ html: String) -> String {
        var writer = RemoteHTMLWriter()
        var reader = MarkupReader(html)
        while let token = reader.next() { writer.write(token) }
        return writer.finish()
    }

    /// The same as text: for names and content warnings, which some servers send as HTML.
    public static func plainText(_ html: String) -> String { HTML.plainText(fromHTML: html) }
}

/// Writes tokens as far as they are allowed, and closes what was opened.
struct RemoteHTMLWriter {
    private var out: [UInt8] = []
    private var open: [String] = []
    /// A block that is not kept has begun or ended: its text must not run into what was before.
    private var needsBreak = false
    private var isInMath = false
    private var isInTeX = false

    /// Deeper markup is left out, its text is not.
    private static let deepest = 24

    private static let kept: Set<String> = [
        "p", "span", "a", "del", "s", "pre", "code", "em", "strong", "b", "i", "u", "ul", "ol", "li", "blockquote",
        "sub",
        "sup", "abbr", "ruby", "rt", "rp",
    ]
    private static let headings: Set<String> = ["h1", "h2", "h3", "h4", "h5", "h6"]
    private static let blocks: Set<String> = ["p", "pre", "ul", "ol", "li", "blockquote"]
    private static let otherBlocks: Set<String> = [
        "address", "article", "aside", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
        "form", "header", "hr", "main", "nav", "section", "summary", "table", "tbody", "thead", "tr",
    ]

    mutating func finish() -> String {
        closeAll()
        return String(decoding: out, as: UTF8.self)
    }

    mutating func write(_ token: MarkupReader.Token) {
        switch token {
        case .text(let bytes): write(text: HTML.decodingReferences(Array(bytes)))
        case .start(let name, let attributes): start(name, attributes)
        case .end(let name): end(name)
        }
    }

    private mutating func write(text: String) {
        guard !text.isEmpty, !isInMath || isInTeX else { return }
        if needsBreak, !text.utf8.allSatisfy({ $0 <= 0x20 }) {
            if let last = out.last, last != UInt8(ascii: ">") { out += "<br>".utf8 }
            needsBreak = false
        }
        HTML.escape(text, into: &out)
    }

    private mutating func start(_ name: String, _ attributes: [MarkupReader.Attribute]) {
        func value(_ key: String) -> String? { attributes.first { $0.name == key }?.value }
        guard !isInMath else {
            if name == "annotation" { isInTeX = value("encoding") == "application/x-tex" }
            return
        }
        switch name {
        case "br": if out.count > 0 { out += "<br>".utf8 }
        case "math": isInMath = true
        case "img": picture(value("src"), value("alt"))
        case "a": link(attributes)
        case _ where RemoteHTMLWriter.headings.contains(name):
            closeParagraph()
            push("p", "")
            push("strong", "")
        case "li":
            if open.last == "li" { pop() }
            guard open.last == "ul" || open.last == "ol" else {
                needsBreak = true
                return
            }
            push(name, value("value").flatMap { Int($0) }.map { " value=\"\($0)\"" } ?? "")
        case _ where RemoteHTMLWriter.kept.contains(name):
            if RemoteHTMLWriter.blocks.contains(name) { closeParagraph() }
            push(name, text(of: attributes, name))
        default: if RemoteHTMLWriter.otherBlocks.contains(name) { needsBreak = true }
        }
    }

    private mutating func end(_ name: String) {
        if isInMath {
            if name == "math" { (isInMath, isInTeX) = (false, false) }
            if name == "annotation" { isInTeX = false }
            return
        }
        if RemoteHTMLWriter.headings.contains(name) {
            close("p")
        } else if RemoteHTMLWriter.kept.contains(name) {
            close(name)
        } else if RemoteHTMLWriter.otherBlocks.contains(name) {
            needsBreak = true
        }
    }

    private mutating func link(_ attributes: [MarkupReader.Attribute]) {
        close("a")
        guard let href = attributes.first(where: { $0.name == "href" })?.value,
            let address = RemoteHTMLWriter.address(href)
        else { return }
        push(
            "a",
            " href=\"\(HTML.escape(address))\" rel=\"nofollow noopener\" target=\"_blank\"" + text(of: attributes, "a")
        )
    }

    /// A picture in a text becomes a link to it: nothing of another server is loaded by reading.
    private mutating func picture(_ source: String?, _ alt: String?) {
        guard let address = source.flatMap(RemoteHTMLWriter.address) else {
            if let alt { write(text: alt) }
            return
        }
        let isLinked = open.contains("a")
        if !isLinked { push("a", " href=\"\(HTML.escape(address))\" rel=\"nofollow noopener\" target=\"_blank\"") }
        write(text: alt.flatMap { $0.isEmpty ? nil : $0 } ?? address)
        if !isLinked { close("a") }
    }

    /// The attributes that are kept: classes of microformats and of Mastodon, `translate="no"`, and the numbers of lists.
    private func text(of attributes: [MarkupReader.Attribute], _ element: String) -> String {
        var text = ""
        for attribute in attributes {
            switch (attribute.name, element) {
            case ("class", "a"), ("class", "span"), ("class", "p"):
                let names = attribute.value.split { $0 == " " || $0 == "\n" || $0 == "\t" }.prefix(20)
                    .filter { RemoteHTMLWriter.isKept(className: $0) }
                if !names.isEmpty { text += " class=\"\(names.joined(separator: " "))\"" }
            case ("translate", "a"), ("translate", "span"): if attribute.value == "no" { text += " translate=\"no\"" }
            case ("start", "ol"): if let number = Int(attribute.value) { text += " start=\"\(number)\"" }
            case ("reversed", "ol"): text += " reversed"
            case ("lang", _):
                let isCode =
                    attribute.value.utf8.count <= 35 && !attribute.value.isEmpty
                    && attribute.value.utf8.allSatisfy { ASCII.isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
                if isCode { text += " lang=\"\(attribute.value)\"" }
            default: break
            }
        }
        return text
    }

    private static let classes: Set<Substring> = ["mention", "hashtag", "ellipsis", "invisible", "quote-inline"]

    private static func isKept(className: Substring) -> Bool {
        guard className.utf8.count <= 60, className.utf8.allSatisfy({ ASCII.isWord($0) || $0 == UInt8(ascii: "-") })
        else {
            return false
        }
        return classes.contains(className) || ["h-", "p-", "u-", "dt-", "e-"].contains { className.hasPrefix($0) }
    }

    private static let schemes: Set<String> = [
        "http", "https", "dat", "dweb", "ipfs", "ipns", "ssb", "gopher", "xmpp", "magnet", "gemini",
    ]

    /// The address of a link, if it is absolute and of a scheme that nothing runs by.
    static func address(_ text: String) -> String? {
        // Browsers leave these out before they look for a scheme (https://url.spec.whatwg.org/#url-parsing).
        let bytes = text.utf8.filter { $0 > 0x20 && $0 != 0x7F }
        guard bytes.count <= 4096, let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
            bytes[..<colon].allSatisfy(ASCII.isAlphanumeric)
        else { return nil }
        let scheme = String(decoding: bytes[..<colon].map(ASCII.lowercased), as: UTF8.self)
        return schemes.contains(scheme) ? String(decoding: bytes, as: UTF8.self) : nil
    }

    private mutating func push(_ name: String, _ attributes: String) {
        guard open.count < RemoteHTMLWriter.deepest else { return }
        if needsBreak {
            if !RemoteHTMLWriter.blocks.contains(name), let last = out.last, last != UInt8(ascii: ">") {
                out += "<br>".utf8
            }
            needsBreak = false
        }
        out += "<\(name)\(attributes)>".utf8
        open.append(name)
    }

    private mutating func pop() {
        guard let name = open.popLast() else { return }
        out += "</\(name)>".utf8
    }

    private mutating func close(_ name: String) {
        guard let place = open.lastIndex(of: name) else { return }
        // What stands outside of the nearest list or quote is not closed from within.
        if name != "blockquote", name != "ul", name != "ol",
            open[(place + 1)...].contains(where: { $0 == "blockquote" || $0 == "ul" || $0 == "ol" })
        {
            return
        }
        while open.count > place { pop() }
    }

    /// A paragraph holds no other block.
    private mutating func closeParagraph() { close("p") }

    private mutating func closeAll() { while !open.isEmpty { pop() } }
}
