// What a form with a file in it posts.

internal import Basics

/// A file that came with a form.
struct FormFile: Sendable {
    var name: String
    var bytes: [UInt8]
}

/// The fields and files of a `multipart/form-data` body (RFC 7578), which is in memory already.
struct MultipartForm: Sendable {
    private(set) var fields: [(name: String, value: String)] = []
    private(set) var files: [String: FormFile] = [:]

    /// Nil where the body is not what the content type says.
    init?(_ body: [UInt8], contentType: String) {
        let type = HeaderValue(contentType)
        // RFC 2046 §5.1.1: a boundary has at most 70 characters.
        guard type.name == "multipart/form-data", let boundary = type.parameters["boundary"],
            (1...70).contains(boundary.utf8.count)
        else { return nil }
        let delimiter = Array("--\(boundary)".utf8)
        guard var rest = MultipartScan.first(delimiter, in: body) else { return nil }
        while !body[rest...].starts(with: [0x2D, 0x2D]) {
            guard body[rest...].starts(with: [0x0D, 0x0A]), let head = MultipartScan.header(body[(rest + 2)...]),
                let end = MultipartScan.next(delimiter, in: body, from: head.end)
            else { return nil }
            add(head.text, body[head.contentStart..<max(head.contentStart, end - 2)])
            rest = end + delimiter.count
        }
    }

    private mutating func add(_ head: String, _ content: ArraySlice<UInt8>) {
        let disposition = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-disposition:") }
        let parameters = disposition.map { HeaderValue(String($0.drop { $0 != ":" }.dropFirst())).parameters } ?? [:]
        guard let name = parameters["name"] else { return }
        if let fileName = parameters["filename"] {
            // Without a name and bytes: what browsers send for a field that was left empty.
            guard !fileName.isEmpty || !content.isEmpty else { return }
            files[name] = FormFile(name: fileName, bytes: Array(content))
        } else {
            fields.append((name, String(decoding: content, as: UTF8.self)))
        }
    }
}
