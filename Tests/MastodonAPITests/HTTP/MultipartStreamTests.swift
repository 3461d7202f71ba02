// Multipart bodies that come piece by piece: their bounds, and what is left of one that breaks off.

import Foundation
import HTTPTypes
import Media
import Services
import Testing

@testable import MastodonAPI

@Suite struct MultipartStreamTests {
    private func withFolder(_ body: (_ folder: String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "chorus-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func part(_ name: String, file: String? = nil, _ content: String) -> String {
        let filename = file.map { "; filename=\"\($0)\"" } ?? ""
        return "--x\r\nContent-Disposition: form-data; name=\"\(name)\"\(filename)\r\n\r\n\(content)\r\n"
    }

    private func stream(_ folder: String, otherBytes: Int = 1000) throws -> MultipartStream {
        let limits = FormLimits(fileBytes: ["file": 2000, "thumbnail": 500], otherBytes: otherBytes)
        return try MultipartStream(boundary: "x", count: 0, folder: folder, limits: limits)
    }

    private func status(_ body: () throws -> Void) -> Int {
        do {
            try body()
            return 200
        } catch {
            return APIError.from(error).status.code
        }
    }

    @Test("the body as a whole has the bound of the route, however many parts it has")
    func whole() throws {
        try withFolder { folder in
            var stream = try self.stream(folder, otherBytes: 3000)
            let many = String(repeating: part("file", file: "a", String(repeating: "a", count: 1500)), count: 10)
            #expect(status { for byte in many.utf8 { try stream.feed([byte]) } } == 413)
            var fits = try self.stream(folder)
            try fits.feed((part("file", file: "a", "one") + part("thumbnail", file: "b", "two") + "--x--").utf8)
            let fields = try fits.finish()
            #expect(fields["file"] != nil && fields["thumbnail"] != nil)
        }
    }

    @Test("what comes after the end is bounded too")
    func epilogue() throws {
        try withFolder { folder in
            var stream = try self.stream(folder)
            try stream.feed((part("a", "b") + "--x--").utf8)
            #expect(status { for _ in 0..<10 { try stream.feed(String(repeating: "y", count: 1000).utf8) } } == 413)
        }
    }

    @Test("each file has the bound of its field, and all other fields together have theirs")
    func fields() throws {
        try withFolder { folder in
            var stream = try self.stream(folder)
            let small = part("thumbnail", file: "a", String(repeating: "a", count: 501)) + "--x--"
            #expect(status { try stream.feed(small.utf8) } == 422)
            var texts = try self.stream(folder)
            let many = (0..<5).map { part("field\($0)", String(repeating: "a", count: 300)) }.joined() + "--x--"
            #expect(status { try texts.feed(many.utf8) } == 413)
        }
    }

    @Test("a file in a field that takes none is refused before it is written")
    func unknown() throws {
        try withFolder { folder in
            var stream = try self.stream(folder)
            #expect(status { try stream.feed(part("other", file: "a.png", "bytes").utf8) } == 422)
            var nameless = try self.stream(folder)
            #expect(status { try nameless.feed((part("other", file: "", "bytes") + "--x--").utf8) } == 422)
            // What browsers send for a file field that was left empty.
            var empty = try self.stream(folder)
            try empty.feed((part("other", file: "", "") + part("file", file: "", "") + part("a", "b") + "--x--").utf8)
            let fields = try empty.finish()
            #expect(fields["other"] == nil && fields["file"] == nil && fields["a"] != nil)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        }
    }

    @Test("nothing is left of a body that breaks off")
    func brokenOff() throws {
        try withFolder { folder in
            do {
                var stream = try self.stream(folder)
                try stream.feed((part("file", file: "a", "whole") + part("thumbnail", file: "b", "begun")).utf8)
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
                withExtendedLifetime(stream) {}
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        }
    }
}
