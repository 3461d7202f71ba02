// Reads `multipart/form-data` bodies (RFC 7578) as they come: files go to the disk piece by piece, texts are kept in memory.

public import Basics

/// How much may come.
public struct FormLimits: Sendable {
    /// Of each field that may be a file.
    public var fileBytes: [String: Int]
    /// Of everything that is not a file, with headers of parts and the lines between them.
    public var otherBytes: Int
    /// Of the whole body.
    public var bytes: Int

    /// - Parameter bytes: nil for a file of each field.
    public init(fileBytes: [String: Int], otherBytes: Int, bytes: Int? = nil) {
        self.fileBytes = fileBytes
        self.otherBytes = otherBytes
        self.bytes = bytes ?? fileBytes.values.reduce(otherBytes, +)
    }
}

/// What is wrong with a body.
public enum FormFault: Error, Sendable, Equatable {
    case malformed(Sentence)
    /// All together, or all that is not a file.
    case tooLarge
    /// A file where none is taken; the name of the field.
    case takesNoFile(String)
    /// A file that is larger than its field allows, in bytes.
    case fileTooLarge(most: Int)
}

/// A body in the making: fed with pieces, it gives its parts.
public struct FormStream {
    public enum Content: Sendable {
        case text([UInt8])
        case file(IncomingFile)
        /// A file that was too large, or that nobody takes: its bytes were passed over.
        case refused(FormFault)
    }

    public struct Part: Sendable {
        public var head: PartHead
        public var content: Content
    }

    private enum Place {
        case preamble, afterDelimiter, header, content, end
    }

    /// Bytes of a part's header lines.
    public static let headerLimit = 8192

    /// What has come whole, in order; taken away by who has read it.
    public var parts: [Part] = []
    private let delimiter: [UInt8]
    private let line: [UInt8]
    private let folder: String?
    private let limits: FormLimits
    private let passesOver: Bool
    private var place = Place.preamble
    /// What is not understood yet; never long.
    private var pending: [UInt8] = []
    private var part: Pending?
    private var otherBytes = 0
    private var bytes = 0

    /// The part whose content is being read.
    private struct Pending {
        var head: PartHead
        var file: IncomingFile?
        var fault: FormFault?
        var text: [UInt8] = []
        /// The line end that closed the header stands before the content: the delimiter of an empty part shares it.
        var skips = 2
    }

    /// - Parameters:
    ///   - folder: where files go; nil where none is taken.
    ///   - passesOver: a file that is not taken is noted and passed over, so that all else is read.
    public init(boundary: String, folder: String?, limits: FormLimits, passesOver: Bool = false) throws(FormFault) {
        // RFC 2046 §5.1.1: at most 70 characters.
        guard (1...70).contains(boundary.utf8.count) else {
            throw .malformed("The boundary of the multipart body must have 1 to 70 characters")
        }
        delimiter = Array("--\(boundary)".utf8)
        line = [0x0D, 0x0A] + delimiter
        self.folder = folder
        self.limits = limits
        self.passesOver = passesOver
    }

    /// Takes the next piece of the body. Throws `FormFault`, and `MediaError` where a file cannot be written.
    public mutating func feed(_ bytes: some Sequence<UInt8>) throws {
        let before = pending.count
        pending.append(contentsOf: bytes)
        // Also what comes after the end is read, and must have an end.
        self.bytes += pending.count - before
        guard self.bytes <= limits.bytes else { throw FormFault.tooLarge }
        while try step() {}
    }

    /// The body has ended.
    public func finish() throws(FormFault) {
        switch place {
        case .end: return
        case .preamble: throw .malformed("The multipart body does not contain its boundary")
        default: throw .malformed("The multipart body ends within a part")
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

    private mutating func skipPreamble() throws(FormFault) -> Bool {
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

    private mutating func readLineEnd() throws(FormFault) -> Bool {
        guard pending.count >= 2 else { return false }
        if pending[0] == 0x2D, pending[1] == 0x2D {
            place = .end
            return true
        }
        // RFC 2046 allows white space between the delimiter and the end of its line.
        let blank = pending.prefix { $0 == 0x20 || $0 == 0x09 }.count
        guard pending.count >= blank + 2 else {
            try countOther(0)
            guard blank < 1024 else { throw .malformed("A delimiter of the multipart body has no end") }
            return false
        }
        guard pending[blank] == 0x0D, pending[blank + 1] == 0x0A else {
            throw .malformed("A delimiter of the multipart body is not followed by a line end")
        }
        drop(blank + 2)
        place = .header
        return true
    }

    private mutating func readHeader() throws -> Bool {
        let bounded = pending.prefix(FormStream.headerLimit)
        guard let lines = MultipartScan.header(bounded) else {
            guard pending.count < FormStream.headerLimit else {
                throw FormFault.malformed("A part of the multipart body has no end of its header")
            }
            return false
        }
        try countOther(lines.contentStart)
        guard let head = PartHead(lines.text) else {
            throw FormFault.malformed("A part of the multipart body has no name")
        }
        var part = Pending(head: head)
        let isTaken = limits.fileBytes[head.name] != nil
        // What browsers send for a file field that was left empty has an empty name.
        if let name = head.filename, !name.isEmpty, !isTaken || folder == nil {
            part.fault = .takesNoFile(String(head.name.prefix(64)))
            if !passesOver { throw FormFault.takesNoFile(String(head.name.prefix(64))) }
        }
        if head.filename != nil, isTaken, let folder, part.fault == nil { part.file = try IncomingFile(in: folder) }
        self.part = part
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
        guard end > skips, let part, part.fault == nil else { return }
        let content = pending[skips..<end]
        guard let file = part.file else {
            try countOther(content.count)
            self.part?.text.append(contentsOf: content)
            return
        }
        let most = limits.fileBytes[part.head.name] ?? 0
        guard file.count + content.count <= most else {
            guard passesOver else { throw FormFault.fileTooLarge(most: most) }
            // Nobody holds the file any more: it is removed.
            self.part?.file = nil
            self.part?.fault = .fileTooLarge(most: most)
            return
        }
        try content.withUnsafeBytes { try file.append($0) }
    }

    private mutating func endPart() throws {
        guard let part else { return }
        self.part = nil
        if let fault = part.fault {
            parts.append(Part(head: part.head, content: .refused(fault)))
        } else if let file = part.file {
            try file.finish()
            // What browsers send for a file field that was left empty.
            if part.head.filename == "", file.count == 0 { return }
            parts.append(Part(head: part.head, content: .file(file)))
        } else if part.head.filename != nil {
            guard part.text.isEmpty || passesOver else {
                throw FormFault.takesNoFile(String(part.head.name.prefix(64)))
            }
        } else {
            parts.append(Part(head: part.head, content: .text(part.text)))
        }
    }

    private mutating func countOther(_ bytes: Int) throws(FormFault) {
        otherBytes += bytes
        guard otherBytes <= limits.otherBytes else { throw .tooLarge }
    }

    private mutating func drop(_ count: Int) { pending.removeFirst(count) }
}
