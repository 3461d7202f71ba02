// What a page that answers a form says, in a few words: for a browser that is led to a node which does not have that page.

internal import Basics
internal import HTTPTypes

/// Title and sentences of a page, and the form it answers. Made of our own pages, and small enough for a cookie.
struct Notice: Sendable, Equatable {
    var status: Int
    var title: String
    var text: String
    /// Path of the form.
    var form: String

    /// Of a page of ours: its heading, and what is wrong or done; what it leads with where it says neither.
    init(_ page: PageAnswer, form path: String) {
        status = page.status.code
        title = Notice.said(in: page.html, from: "<h1>", to: "</h1>").first ?? ""
        let places = [("<p class=\"error\"", "</p>"), ("role=\"alert\">", "</div>"), ("role=\"status\">", "</div>")]
        let said = places.lazy.map { Notice.said(in: page.html, from: $0.0, to: $0.1) }.first { !$0.isEmpty }
        text = (said ?? Notice.said(in: page.html, from: "<p class=\"lead\">", to: "</p>")).joined(separator: " ")
        form = LocalPath.checked(path)
    }

    private static func said(in html: String, from start: String, to end: String) -> [String] {
        html.ranges(of: start).compactMap { range in
            let rest = html[range.upperBound...]
            guard let stop = rest.firstRange(of: end) else { return nil }
            // The rest of an opening tag is no text.
            let inner = start.hasSuffix(">") ? rest[..<stop.lowerBound] : rest[..<stop.lowerBound].drop { $0 != ">" }
            return HTML.plainText(fromHTML: String(start.hasSuffix(">") ? inner : inner.dropFirst()))
        }
    }

    /// For a cookie: letters, digits, `-`, `_` and dots; at most 3,000 bytes, what is longer is cut.
    var cookieValue: String {
        let form = form.utf8.count < 400 ? form : "/"
        let parts = [(title, 300), (text, 1200), (form, 400)].map { Base64URL.encode($0.0.utf8.prefix($0.1)) }
        return "\(status)." + parts.joined(separator: ".")
    }

    init?(cookieValue: Substring) {
        let parts = cookieValue.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, let status = Int(parts[0]), (200...599).contains(status) else { return nil }
        let texts = parts.dropFirst().compactMap { Base64URL.decode(String($0)) }.map {
            String(decoding: $0, as: UTF8.self)
        }
        guard texts.count == 3, !texts[0].isEmpty else { return nil }
        (self.status, title, text, form) = (status, texts[0], texts[1], LocalPath.checked(texts[2]))
    }
}

extension FormRequest {
    /// The same words as a page.
    func page(_ notice: Notice) -> PageAnswer {
        let page = MessagePage(
            frame: frame(),
            title: notice.title,
            text: notice.text,
            action: .init(label: localized("Back to the form"), url: notice.form)
        )
        return .page(pages.message(page), status: .init(code: notice.status))
    }
}
