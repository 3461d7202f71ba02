// Media as `status-body.mustache` sees them.

extension AttachmentView {
    /// It is seen in a frame: a picture, or a film that can be played.
    var isVisual: Bool { kind == .image || ((kind == .video || kind == .animation) && url.isSafeLink) }

    /// The names that `status-body.mustache` asks for within an attachment.
    var fields: Fields {
        let (open, alt) =
            switch kind {
            case .image: (localized("Open the picture"), localized("A picture without a description"))
            case .video: (localized("Open the video"), localized("A video without a description"))
            case .animation: (localized("Open the animation"), localized("An animation without a description"))
            case .audio: (localized("Open the audio"), localized("Audio without a description"))
            case .other: (localized("Open the file"), localized("A file without a description"))
            }
        let said = !description.allSatisfy(\.isWhitespace)
        let isFilm = kind == .video || kind == .animation
        let plays = url.isSafeLink && (isFilm || kind == .audio)
        return Fields([
            "image": .flag(kind == .image),
            "film": .flag(plays && isFilm),
            "loops": .flag(kind == .animation),
            "sound": .flag(plays && !isFilm),
            "file": .flag(kind != .image && !plays),
            "url": .href(url),
            // The fragment opens what is covered there: to who comes from here it was uncovered already.
            "page": .href(pageURL.map { $0 + "#picture" } ?? url),
            "poster": .link(previewURL),
            "preview": .href(previewURL ?? url),
            "open": .text(open),
            "description": .text(said ? description : nil),
            "alt": .text(said ? description : alt),
            "sized": .flag(width != nil && height != nil),
            "across": .text(Self.tenths(focus.x)),
            "down": .text(Self.tenths(focus.y)),
            "width": .text(width.map(String.init)),
            "height": .text(height.map(String.init)),
        ])
    }
    /// In tenths, as the classes of the style sheet have it: pages carry no style of their own.
    private static func tenths(_ share: Double) -> String { String(Int((min(max(share, 0), 1) * 10).rounded())) }
}
