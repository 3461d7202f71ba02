// The HTML of a status, as Mastodon's apps expect it: markup of mentions, hashtags and links, byte for byte.

import Basics

/// Rendering of local texts.
public enum ContentHTML {
    /// Renders paragraphs (`<p>`, parted by blank lines) and line breaks (`<br />`), without newline characters. A
    /// blank text is "". What does not resolve stays plain text. Control characters are left out.
    /// - Parameters:
    ///   - mentions: the account for a username and domain as written, or nil.
    ///   - tagURL: the local page of a hashtag.
    public static func render(
        _ text: StatusText,
        mentions: (_ username: String, _ domain: String?) -> MentionTarget?,
        tagURL: (TagName) -> String
    ) -> String {
        guard !text.isBlank else { return "" }
        var writer = ContentWriter(text.bytes, style: .status)
        writer.write(text, mentions: mentions, tagURL: tagURL)
        return writer.finish()
    }

    /// What apps that know no quotes show of one: a paragraph with the address, which the others leave out by its class.
    public static func quoteParagraph(_ url: String) -> String {
        var writer = ContentWriter([], style: .status)
        writer.append("<p class=\"quote-inline\">RE: ")
        writer.link(url)
        writer.append("</p>")
        return String(decoding: writer.out, as: UTF8.self)
    }

    /// The same content without that paragraph, for where the quote is shown.
    public static func withoutQuoteParagraph(_ html: String) -> String {
        guard html.hasPrefix("<p class=\"quote-inline\">"), let end = html.firstRange(of: "</p>") else { return html }
        return String(html[end.upperBound...])
    }
}
