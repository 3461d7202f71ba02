// A post in plain words, for previews elsewhere.

internal import Basics

extension StatusView {
    /// Its text and, in words, what stands within it; behind a content warning only the warning.
    var summary: String {
        guard spoilerText.allSatisfy(\.isWhitespace) else {
            return localized("Content warning: {text}", ["text": spoilerText])
        }
        let text = HTML.plainText(fromHTML: content.html)
        let people = call.map { call in
            let number = Words.number(call.people)
            guard call.isSpokenOnly else {
                return "\(number) "
                    + Words.noun(call.people, "person has answered this call.", "people have answered this call.")
            }
            let words = Words.answeredNoun(call.people, aloud: true)
            return localized("{sentence}.", ["sentence": "\(number) \(words)"])
        }
        return ([people, text].compactMap(\.self) + inWords).filter { !$0.allSatisfy(\.isWhitespace) }
            .joined(separator: "\n")
    }

    /// What stands within it besides its text, a line for each.
    var inWords: [String] {
        var lines: [String] = []
        if let poll {
            lines.append(localized("Poll: {options}", ["options": poll.options.map(\.title).joined(separator: " / ")]))
        }
        if let media = mediaSummary { lines.append(media) }
        switch quote {
        case .post(let quoted): lines.append(localized("Quoting @{handle}", ["handle": quoted.author.handle]))
        case .link, .notice: lines.append(localized("Quoting a post"))
        case nil: break
        }
        return lines
    }

    /// Its content with all that in words, for pages elsewhere.
    var contentInWords: SafeHTML {
        SafeHTML(sanitised: inWords.reduce(content.html) { "\($0)<p>\($1.escapedForHTML())</p>" })
    }

    /// "2 pictures: a bee; a hive". Of what is sensitive, not what is to be seen there.
    private var mediaSummary: String? {
        guard !attachments.isEmpty else { return nil }
        let isPictures = attachments.allSatisfy { $0.kind == .image }
        let count =
            isPictures
            ? Words.count(attachments.count, "picture", "pictures")
            : Words.count(attachments.count, "attachment", "attachments")
        let said = attachments.map(\.description).filter { !$0.allSatisfy(\.isWhitespace) }
        guard !sensitive, !said.isEmpty else {
            return sensitive ? localized("{count}, sensitive", ["count": count]) : count
        }
        return "\(count): \(said.joined(separator: "; "))"
    }

    /// The picture for previews elsewhere: the first, unless it is to wait until asked for.
    var previewPicture: AttachmentView? {
        guard !sensitive, spoilerText.allSatisfy(\.isWhitespace) else { return nil }
        return attachments.first { $0.kind == .image && $0.url.isSafeLink }
    }
}
