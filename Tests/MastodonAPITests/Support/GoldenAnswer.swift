// Answers kept as files, byte for byte. `RECORD=1 swift test` writes them anew; read the difference before a commit.
import Foundation
import Testing

/// Compares an answer's body with `Golden/<name>.json`, which ends in a newline.
func expectGolden(_ name: String, _ answer: TestAnswer, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden/\(name).json")
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
        try Data(answer.body + [0x0A]).write(to: file)
    }
    let kept = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(answer.text + "\n" == kept, sourceLocation: sourceLocation)
}
