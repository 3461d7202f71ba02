// Everything that has to do with files, put together: where they come in, who works on them, where they are kept.

internal import Basics
public import Domain
internal import Foundation

/// Takes files in, processes and stores them. A server without the programs has none.
public final class MediaWorkshop: Sendable {
    public let processor: MediaProcessor
    public let store: any MediaStore
    /// Tells the admin, in a sentence, what went wrong where nobody waits for an answer.
    public let report: @Sendable (String) -> Void
    /// Uploads on their way in; those not finished when the server stopped are removed at its start.
    public let arriving: String
    /// Uploads that are being processed, by id: they outlive a restart.
    let waiting: String
    private let work: String

    /// - Parameter folder: for all that is in the making; on the same file system as a folder store.
    public init(
        tools: MediaTools,
        limits: MediaLimits,
        store: any MediaStore,
        folder: String,
        report: @escaping @Sendable (String) -> Void = { _ in }
    ) throws {
        processor = MediaProcessor(tools: tools, limits: limits)
        self.store = store
        self.report = report
        arriving = "\(folder)/arriving"
        waiting = "\(folder)/waiting"
        work = "\(folder)/work"
        for place in [arriving, work] { Files.remove(place) }
        for place in [arriving, waiting, work] { try Files.makeFolder(place) }
    }

    /// MIME types that are taken, as apps are told.
    public static let types = FileFormat.allCases.flatMap(\.types)

    /// Where an upload waits for its turn.
    public func waitingPath(_ id: Int64) -> String { "\(waiting)/\(id)" }

    public func isWaiting(_ id: Int64) -> Bool { Files.size(of: waitingPath(id)) != nil }

    public func forget(_ id: Int64) { Files.remove(waitingPath(id)) }

    /// A folder for one piece of work, removed afterwards.
    public func working<Result: Sendable>(
        _ body: @Sendable (_ folder: String) async throws -> Result
    ) async throws -> Result {
        let folder = "\(work)/\(RandomToken.make(length: 16))"
        try Files.makeFolder(folder)
        defer { Files.remove(folder) }
        return try await body(folder)
    }

    /// Stores what was made and returns the paths of the file and its small picture.
    public func keep(_ file: MadeFile?, preview: MadeFile?, in folder: String = "attachments") async throws -> (
        path: String?, preview: String?
    ) {
        let key = RandomToken.make(length: 24)
        let path = file.map { MediaPath.make(folder, "original", suffix: $0.suffix, key: key) }
        let small = preview.map { MediaPath.make(folder, "small", suffix: $0.suffix, key: key) }
        if let file, let path { try await store.put(file, at: path) }
        if let preview, let small { try await store.put(preview, at: small) }
        return (path, small)
    }
}
