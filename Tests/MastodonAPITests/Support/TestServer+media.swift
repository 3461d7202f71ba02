// A server that takes files: what it makes of them lies in a folder of its own, removed afterwards.
import Basics
import Domain
import Foundation
import HTTPTypes
import Media
import NIOCore
import Services
import TestSupport
import Testing

/// A file of a form.
struct FormFile {
    var name = "file"
    var filename: String
    var type = "application/octet-stream"
    var bytes: [UInt8]
}

/// Runs `body` with a server that takes files.
func withMediaServer(
    _ engine: TestEngine,
    fetchPage: PageFetch? = nil,
    store: (any MediaStore)? = nil,
    report: @escaping @Sendable (String) -> Void = { _ in },
    limits change: (inout Limits) -> Void = { _ in },
    _ body: @escaping @Sendable (TestServer) async throws -> Void
) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "chorus-media-\(RandomToken.make(length: 12))")
    defer { try? FileManager.default.removeItem(at: folder) }
    guard let tools = MediaTools.installed() else { throw MissingTools() }
    let workshop = try MediaWorkshop(
        tools: tools,
        limits: MediaLimits(),
        store: try store ?? FolderStore(root: folder.path),
        folder: folder.path + "/in-progress",
        report: report
    )
    try await withServer(engine, fetchPage: fetchPage, limits: change, media: workshop, body)
}

struct MissingTools: Error, CustomStringConvertible {
    var description: String { "libvips-tools and ffmpeg are not installed: scripts/setup test installs them" }
}

extension TestServer {
    /// Sends a form with files.
    func upload(
        _ method: HTTPRequest.Method = .post,
        _ path: String = "/api/v2/media",
        as person: Person?,
        _ files: [FormFile],
        _ fields: KeyValuePairs<String, String> = [:]
    ) async throws -> Reply {
        let boundary = "----parts\(RandomToken.make(length: 10))"
        var body = ByteBuffer()
        for (name, value) in fields {
            body.writeString("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n")
        }
        for file in files {
            body.writeString(
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(file.name)\"; filename=\"\(file.filename)\"\r\n"
                    + "Content-Type: \(file.type)\r\n\r\n"
            )
            body.writeBytes(file.bytes)
            body.writeString("\r\n")
        }
        body.writeString("--\(boundary)--\r\n")
        return try await send(
            method,
            path,
            as: person,
            headers: [.contentType: "multipart/form-data; boundary=\(boundary)"],
            body: body
        )
    }

    /// Uploads a picture and returns its id.
    func picture(by person: Person, _ description: String = "") async throws -> String {
        let file = FormFile(filename: "a.png", type: "image/png", bytes: Pictures.png(40, 30))
        return try await upload(as: person, [file], ["description": description]).expect(200).id()
    }

    /// A stored file, by its address.
    func file(_ url: String?, headers: HTTPFields = [:]) async throws -> Reply {
        let path = (url ?? "").replacing("https://chorus.example", with: "")
        return try await send(.get, path, headers: headers)
    }
}
