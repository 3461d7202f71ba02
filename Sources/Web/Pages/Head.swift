// The head of a document, and what surrounds each page.

/// What the head of one page says.
struct Head {
    /// The title, without the server's name.
    var title: String
    /// One or two sentences for previews, or nil.
    var description: String?
    /// The page's own address, absolute, or nil.
    var canonical: String?
    /// OpenGraph's type: `website`, `article`, `profile`.
    var type = "website"
    /// A picture for previews, absolute, or nil.
    var image: String?
    /// The same as an ActivityPub document, or nil.
    var activity: String?
    /// Search engines may list the page.
    var indexable = false

    /// The names that the layout asks for, beside the page's own.
    func fields(in frame: Frame) -> [String: Field] {
        [
            "head": .one(
                Fields([
                    "title": .text(title),
                    "description": .text(description.flatMap { Head.shortened($0) }),
                    "canonical": .link(canonical),
                    "type": .text(type),
                    "image": .link(image.flatMap { $0.hasPrefix("/") ? nil : $0 }),
                    "activity": .link(activity),
                    "indexable": .flag(indexable),
                    "serverName": .text(frame.serverName),
                ])
            ),
            "frame": .one(frame.fields),
        ]
    }

    /// At most 200 characters, cut between words, for previews.
    static func shortened(_ text: String) -> String? {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard !words.isEmpty else { return nil }
        var out = ""
        for word in words {
            if out.count + word.count + 1 > 200 {
                return out.isEmpty ? String(word.prefix(199)) + "…" : out + "…"
            }
            out += out.isEmpty ? String(word) : " " + word
        }
        return out
    }
}

extension Frame {
    /// The names that the layout and the parts around a page ask for.
    var fields: Fields {
        Fields([
            "serverName": .text(serverName),
            "host": .text(host),
            "viewer": .one(viewer?.fields),
            "registrationsOpen": .flag(registrationsOpen),
            "signInURL": .href(signInURL),
            "signUpURL": .href(signUpURL),
            "signOutURL": .href(signOutURL),
            "canSignOut": .flag(viewer != nil && csrf != nil),
            "csrf": .text(csrf),
            "stylesheet": .href(Assets.stylesheet.path),
            "favicon": .href(Assets.favicon.path),
        ])
    }
}

extension AccountView {
    /// The names that parts about an account ask for.
    var fields: Fields {
        Fields([
            "name": .text(name),
            "user": .text(String(handle.prefix { $0 != "@" })),
            "at": .text(String(handle.drop { $0 != "@" })),
            "url": .href(url),
            "avatar": .href(avatarURL.flatMap { $0.isSafeLink ? $0 : nil } ?? Assets.avatarSVG.path),
            "bot": .flag(bot),
        ])
    }
}
