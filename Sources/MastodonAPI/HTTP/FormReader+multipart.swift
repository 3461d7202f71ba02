// Reads `multipart/form-data` bodies (RFC 7578): texts become texts, files keep their name, type and bytes.

internal import Basics
internal import Media

extension FormReader {
    /// Bytes of a part's header lines.
    static let headerLimit = FormStream.headerLimit

    /// - Parameter boundary: as in the content type, without the hyphens.
    mutating func readMultipart(_ body: [UInt8], boundary: String) throws(ParameterError) {
        // RFC 2046 §5.1.1: at most 70 characters.
        guard (1...70).contains(boundary.utf8.count) else {
            throw .malformed("The boundary of the multipart body must have 1 to 70 characters")
        }
        let delimiter = Array("--\(boundary)".utf8)
        guard var rest = MultipartScan.first(delimiter, in: body) else {
            throw .malformed("The multipart body does not contain its boundary")
        }
        while true {
            if body[rest...].starts(with: [0x2D, 0x2D]) { return }
            // RFC 2046 allows white space between the delimiter and the end of its line.
            while rest < body.count, body[rest] == 0x20 || body[rest] == 0x09 { rest += 1 }
            guard body[rest...].starts(with: [0x0D, 0x0A]) else {
                throw .malformed("A delimiter of the multipart body is not followed by a line end")
            }
            rest += 2
            let header = body[rest..<min(body.count, rest + FormReader.headerLimit)]
            guard let lines = MultipartScan.header(header) else {
                throw .malformed("A part of the multipart body has no end of its header")
            }
            guard let end = MultipartScan.next(delimiter, in: body, from: lines.end) else {
                throw .malformed("The multipart body ends within a part")
            }
            try add(part: lines.text, content: body[lines.contentStart..<max(lines.contentStart, end - 2)])
            rest = end + delimiter.count
        }
    }

    private mutating func add(part header: String, content: ArraySlice<UInt8>) throws(ParameterError) {
        guard let head = PartHead(header) else { throw .malformed("A part of the multipart body has no name") }
        guard let filename = head.filename else { return try add(head, text: content) }
        // What browsers send for a file field that was left empty.
        if filename.isEmpty, content.isEmpty { return }
        try add(
            head.name,
            .file(UploadedFile(filename: filename, contentType: head.contentType, bytes: Array(content)))
        )
    }

    mutating func add(_ head: PartHead, text content: ArraySlice<UInt8>) throws(ParameterError) {
        guard let text = ParameterText.text(content) else {
            throw .malformed("Parameter \(text: head.name) is not valid UTF-8", name: head.name)
        }
        try add(head.name, .text(text))
    }

    /// A file that is on the disk already.
    mutating func add(_ head: PartHead, file: IncomingFile) throws(ParameterError) {
        let file = UploadedFile(
            filename: head.filename ?? "",
            contentType: head.contentType,
            bytes: [],
            stored: file
        )
        try add(head.name, .file(file))
    }
}
