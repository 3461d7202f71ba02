// The HTML of profiles: the note like a status, a field's value on one line with links that vouch (`rel="me"`).

/// Rendering of profile texts. A field's name is plain text and needs no rendering.
public enum ProfileText {
    /// The HTML of a note, by the rules of `ContentHTML.render`.
    public static func note(
        _ note: String,
        mentions: (_ username: String, _ domain: String?) -> MentionTarget?,
        tagURL: (TagName) -> String
    ) -> String {
        ContentHTML.render(StatusText.parse(note), mentions: mentions, tagURL: tagURL)
    }

    /// The HTML of a field's value: no paragraphs, newlines as spaces, mentions with their domain, links with
    /// `rel="me nofollow noopener"`.
    public static func fieldValue(
        _ value: String,
        mentions: (_ username: String, _ domain: String?) -> MentionTarget?,
        tagURL: (TagName) -> String
    ) -> String {
        let text = StatusText.parse(value)
        guard !text.isBlank else { return "" }
        var writer = ContentWriter(text.bytes, style: .field)
        writer.write(text, mentions: mentions, tagURL: tagURL)
        return writer.finish()
    }
}
