// Reads `multipart/form-data` bodies (RFC 7578) as they come: files go to the disk piece by piece, texts into the tree.

internal import Basics
internal import Domain
internal import Foundation
internal import Media
internal import Services

/// A field of a form that may be a file.
enum FileField: String, Sendable {
    case file, thumbnail, avatar, header
    /// Another small picture for one of the attachments of a status.
    case attachmentThumbnail = "media_attributes[][thumbnail]"

    func bytes(_ limits: Limits) -> Int {
        switch self {
        case .file: limits.media.videoBytes
        case .thumbnail, .attachmentThumbnail: limits.media.imageBytes
        case .avatar, .header: limits.media.profileImageBytes
        }
    }
}

/// How much may come.
struct UploadLimits: Sendable {
    /// Of each field that may be a file.
    var fileBytes: [String: Int]
    /// Of everything that is no file, with headers of parts and the lines between them.
    var otherBytes: Int
    /// Of the whole body.
    var bytes: Int { fileBytes.values.reduce(otherBytes, +) }

    init(fileBytes: [String: Int], otherBytes: Int) {
        self.fileBytes = fileBytes
        self.otherBytes = otherBytes
    }

    init(files: [FileField], _ limits: Limits) {
        self.init(
            fileBytes: Dictionary(uniqueKeysWithValues: files.map { ($0.rawValue, $0.bytes(limits)) }),
            otherBytes: limits.bodyBytes
        )
    }
}

/// A body in the making: fed with pieces, it fills a tree of parameters.
struct MultipartStream {
    private enum Place {
        case preamble, afterDelimiter, header, content, end
    }

    private(set) var form: FormReader
    private let delimiter: [UInt8]
    private let line: [UInt8]
    private let folder: String
    private let limits: UploadLimits
    private var place = Place.preamble
    /// What is not understood yet; never long.
    private var pending: [UInt8] = []
    private var part: Part?
    private var otherBytes = 0
    private var bytes = 0

    /// The part whose content is being read.
    private struct Part {
        var head: PartHead
        var file: IncomingFile?
        var text: [UInt8] = []
        /// The line end that closed the header stands before the content: the delimiter of an empty part shares it.
        var skips = 2
    }

    /// - Parameter count: parameters read already.
    init(boundary: String, count: Int, folder: String, limits: UploadLimits) throws(ParameterError) {
        // RFC 2046 §5.1.1: at most 70 characters.
        guard (1...70).contains(boundary.utf8.count) else {
            throw .malformed("The boundary of the multipart body must have 1 to 70 characters")
        }
        form = FormReader(count: count)
        delimiter = Array("--\(boundary)".utf8)
        line = [0x0D, 0x0A] + delimiter
        self.folder = folder
        self.limits = limits
    }

    /// Takes the next piece of the body.
    mutating func feed(_ bytes: some Sequence<UInt8>) throws {
        let before = pending.count
        pending.append(contentsOf: bytes)
        // Also what comes after the end is read, and must have an end.
        self.bytes += pending.count - before
        guard self.bytes <= limits.bytes else { throw APIError.tooLarge }
        while try step() {}
    }

    /// The body has ended.
    mutating func finish() throws -> ParameterObject {
        switch place {
        case .end: return form.root
        case .preamble: throw ParameterError.malformed("The multipart body does not contain its boundary")
        default: throw ParameterError.malformed("The multipart body ends within a part")
        }
    }

    /// Understands a little more of what is pending; false when more has to come first.
    private mutating func step() throws -> Bool {
        switch place {
        case .end:
            pending = []
            return false
        case .preamble: return try skipPreamble()
        case .afterDelimiter: return try readLineEnd()
        case .header: return try readHeader()
        case .content: return try readContent()
        }
    }

    private mutating func skipPreamble() throws -> Bool {
        if pending.count >= delimiter.count, pending.starts(with: delimiter) {
            drop(delimiter.count)
        } else if let found = MultipartScan.find(line, in: pending, from: 0) {
            drop(found + line.count)
        } else {
            guard pending.count > line.count * 2 else { return false }
            try countOther(pending.count - line.count)
            // A line end, so that the start of the body is not taken for one.
            drop(pending.count - line.count)
            return false
        }
        place = .afterDelimiter
        return true
    }

    private mutating func readLineEnd() throws -> Bool {
        guard pending.count >= 2 else { return false }
        if pending[0] == 0x2D, pending[1] == 0x2D {
            place = .end
            return true
        }
        // RFC 2046 allows white space between the delimiter and the end of its line.
        let blank = pending.prefix { $0 == 0x20 || $0 == 0x09 }.count
        guard pending.count >= blank + 2 else {
            try countOther(0)
            guard blank < 1024 else { throw ParameterError.malformed("A delimiter of the multipart body has no end") }
            return false
        }
        guard pending[blank] == 0x0D, pending[blank + 1] == 0x0A else {
            throw ParameterError.malformed("A delimiter of the multipart body is not followed by a line end")
        }
        drop(blank + 2)
        place = .header
        return true
    }

    private mutating func readHeader() throws -> Bool {
        let bounded = pending.prefix(FormReader.headerLimit)
        guard let lines = MultipartScan.header(bounded) else {
            guard pending.count < FormReader.headerLimit else {
                throw ParameterError.malformed("A part of the multipart body has no end of its header")
            }
            return false
        }
        try countOther(lines.contentStart)
        let head = try PartHead(lines.text)
        // What browsers send for a file field that was left empty has an empty name.
        if let name = head.filename, !name.isEmpty, limits.fileBytes[head.name] == nil {
            throw APIError.invalid("\(head.name.prefix(64)) takes no file")
        }
        let isFile = head.filename != nil && limits.fileBytes[head.name] != nil
        part = Part(head: head, file: isFile ? try IncomingFile(in: folder) : nil)
        drop(lines.end)
        place = .content
        return true
    }

    private mutating func readContent() throws -> Bool {
        guard let skips = part?.skips else { return false }
        if let found = MultipartScan.find(line, in: pending, from: 0) {
            try take(upTo: found, skipping: skips)
            drop(found + line.count)
            try endPart()
            place = .afterDelimiter
            return true
        }
        // What may be the beginning of a delimiter stays.
        let sure = pending.count - line.count + 1
        guard sure > skips else { return false }
        try take(upTo: sure, skipping: skips)
        part?.skips = 0
        drop(sure)
        return false
    }

    private mutating func take(upTo end: Int, skipping skips: Int) throws {
        guard end > skips else { return }
        let content = pending[skips..<end]
        if let part, let file = part.file {
            let most = limits.fileBytes[part.head.name] ?? 0
            guard file.count + content.count <= most else {
                throw APIError.invalid("File size must be less than \(most >> 20) MB")
            }
            try content.withUnsafeBytes { try file.append($0) }
        } else {
            try countOther(content.count)
            part?.text.append(contentsOf: content)
        }
    }

    private mutating func endPart() throws {
        guard let part else { return }
        self.part = nil
        if let file = part.file {
            try file.finish()
            // What browsers send for a file field that was left empty.
            if part.head.filename == "", file.count == 0 { return }
            try form.add(part.head, file: file)
        } else if part.head.filename != nil {
            guard part.text.isEmpty else { throw APIError.invalid("\(part.head.name.prefix(64)) takes no file") }
        } else {
            try form.add(part.head, text: part.text[...])
        }
    }

    private mutating func countOther(_ bytes: Int) throws {
        otherBytes += bytes
        guard otherBytes <= limits.otherBytes else { throw APIError.tooLarge }
    }

    private mutating func drop(_ count: Int) { pending.removeFirst(count) }
}
