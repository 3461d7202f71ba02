// Answers kept in files, compared byte for byte; `RECORD=1` writes them anew.

import Foundation
import HTTPTypes
import HummingbirdTesting
import Testing

/// Compares status, the headers that apps read, and the body with `Golden/<name>.http`.
func expectGolden(_ name: String, _ reply: Reply, sourceLocation: SourceLocation = #_sourceLocation) throws {
    var text = "\(reply.status)\n"
    for field in reply.response.headers.sorted(by: { $0.name.rawName < $1.name.rawName }) where field.name != .contentLength {
        text += "\(field.name.rawName): \(field.value)\n"
    }
    text += "\n\(reply.text)\n"
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Golden/\(name).http")
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
        try Data(text.utf8).write(to: file)
        return
    }
    let kept = try? String(contentsOf: file, encoding: .utf8)
    #expect(text == kept, "\(name): RECORD=1 writes it anew", sourceLocation: sourceLocation)
}
