// A page with one thing to say: an error or a notice.

/// One clear sentence, and what to do next.
public struct MessagePage: Sendable {
    /// Somewhere to go from here.
    public struct Action: Sendable {
        /// What the link says.
        public var label: String
        /// Where it leads.
        public var url: String

        /// A link.
        public init(label: String, url: String) {
            self.label = label
            self.url = url
        }
    }

    /// What is around the page.
    public var frame: Frame
    /// The heading: a short sentence.
    public var title: String
    /// What happened and what can be done, one or two sentences.
    public var text: String
    /// The HTTP status, shown small for those who report it; nil for a notice.
    public var status: Int?
    /// The next step; nil for a link to the front page.
    public var action: Action?
    /// What to tell the people who run the server, so that they find the error; nil for none.
    public var reference: String?

    /// A message.
    public init(
        frame: Frame,
        title: String,
        text: String,
        status: Int? = nil,
        action: Action? = nil,
        reference: String? = nil
    ) {
        self.frame = frame
        self.title = title
        self.text = text
        self.status = status
        self.action = action
        self.reference = reference
    }

    /// The usual page for an HTTP error; other codes than 403, 404, 410, 413, 422, 429 and 503 read like 500.
    public init(frame: Frame, httpStatus: Int, reference: String? = nil) {
        let (title, text): (String, String) =
            switch httpStatus {
            case 403:
                (
                    localized("You may not see this."),
                    localized("If you have an account that may, sign in with it and try again.")
                )
            case 404:
                (
                    localized("There is nothing here."),
                    localized(
                        "The post or page may have been deleted, or only some people may see it. Check the address, "
                            + "or sign in if it was shared with you."
                    )
                )
            case 410:
                (
                    localized("This is gone."),
                    localized("The account that wrote it has been suspended. It will not come back.")
                )
            case 413:
                (localized("That was too large."), localized("Send less at once, and try again. Nothing was changed."))
            case 422:
                (
                    localized("That form could not be read."),
                    localized(
                        "It may have been open for too long. Go back, load the page again, and send it once more. "
                            + "Nothing was changed."
                    )
                )
            case 429:
                (
                    localized("That was too fast."),
                    localized("Please wait a few minutes, then try again. Nothing was lost.")
                )
            case 503:
                (
                    localized("There is too much to do just now."),
                    localized("Please try again in a few seconds. Nothing was lost.")
                )
            default:
                (
                    localized("Something went wrong on our side."),
                    localized(
                        "It is not your fault. Try again in a minute; if it happens again, tell the people who run "
                            + "this server."
                    )
                )
            }
        self.init(frame: frame, title: title, text: text, status: httpStatus, reference: reference)
    }
}
