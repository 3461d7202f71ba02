// Reads the files of a post.

internal import Basics

extension NoteAttachment {
    /// The files of a post; of an Image, Audio or Video itself the file that it is.
    static func list(of json: JSONValue, _ kind: Note.Kind) -> [NoteAttachment] {
        var files = json.list("attachment", most: DocumentLimits.attachments).compactMap { NoteAttachment($0) }
        switch kind {
        case .image, .audio, .video:
            let type = kind.rawValue.lowercased() + "/"
            if let file = json.file("url", preferring: [type]), file.mediaType?.hasPrefix(type) == true {
                var own = NoteAttachment(url: file.address, mediaType: file.mediaType)
                own.preview = json.one("icon").flatMap { PictureLink($0)?.url }
                own.readMeasures(json)
                files.insert(own, at: 0)
            }
        case .article, .page, .event:
            if files.isEmpty, let picture = json.one("image").flatMap({ PictureLink($0) }) {
                files.append(
                    NoteAttachment(
                        url: picture.url,
                        mediaType: picture.mediaType ?? "image/*",
                        description: picture.description
                    )
                )
            }
        case .note, .question: break
        }
        return files
    }

    init?(_ json: JSONValue) {
        let isFile = ["Document", "Image", "Video", "Audio"].contains { json.isA($0) }
        guard isFile, let file = json.file("url") ?? json.file("href") else { return nil }
        self.init(
            url: file.address,
            mediaType: json.text("mediaType", most: 255) ?? file.mediaType ?? NoteAttachment.generalType(json),
            description: json.text("name", most: DocumentLimits.description)
                ?? json.text("summary", most: DocumentLimits.description)
        )
        preview = json.one("icon").flatMap { PictureLink($0)?.url }
        readMeasures(json)
    }

    private static func generalType(_ json: JSONValue) -> String? {
        ["Image", "Video", "Audio"].first { json.isA($0) }.map { $0.lowercased() + "/*" }
    }

    private mutating func readMeasures(_ json: JSONValue) {
        func measure(_ key: String) -> Int? { json.count(key).flatMap { (1...100_000).contains($0) ? $0 : nil } }
        (width, height) = (measure("width"), measure("height"))
        if let hash = json.text("blurhash", most: 200), hash.utf8.count <= 128,
            hash.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        {
            blurhash = hash
        }
        let focus = json.list("focalPoint", most: 2).compactMap { value -> Double? in
            guard case .number(let digits) = value else { return nil }
            return Double(digits).flatMap { (-1...1).contains($0) ? $0 : nil }
        }
        if focus.count == 2 { self.focus = (focus[0], focus[1]) }
        duration =
            json.number("duration").flatMap { (0...1e6).contains($0) ? $0 : nil }
            ?? json.text("duration", most: 40).flatMap(XSDDuration.seconds)
    }
}

/// `PT1H2M3.5S`, as ActivityStreams writes durations.
enum XSDDuration {
    static func seconds(_ text: String) -> Double? {
        var rest = Array(text.utf8)[...]
        guard rest.popFirst() == UInt8(ascii: "P") else { return nil }
        let units: [UInt8: Double] = [UInt8(ascii: "H"): 3600, UInt8(ascii: "M"): 60, UInt8(ascii: "S"): 1]
        var (sum, isTime) = (0.0, false)
        while let first = rest.first {
            if first == UInt8(ascii: "T") {
                isTime = true
                rest = rest.dropFirst()
                continue
            }
            let digits = rest.prefix { ASCII.isDigit($0) || $0 == UInt8(ascii: ".") }
            rest = rest[digits.endIndex...]
            guard let number = Double(String(decoding: digits, as: UTF8.self)), let unit = rest.popFirst() else {
                return nil
            }
            guard let length = isTime ? units[unit] : unit == UInt8(ascii: "D") ? 86_400 : nil else { return nil }
            sum += number * length
        }
        return sum.isFinite && sum <= 1e6 ? sum : nil
    }
}
