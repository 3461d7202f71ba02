// Files that no row names: what a crash between a file and its row has left.

internal import Basics
internal import Database
internal import Media
internal import Storage

extension Pruning {
    /// A file is stored before the row that names it: one that is younger may be on its way.
    private static let youth = Duration.seconds(86_400)

    func files() async throws -> PruneFigure {
        var figure = PruneFigure(.files)
        guard let store = options.store else { return figure }
        let end = services.clock.now() - Pruning.youth
        let known = try await hashes()
        let suspects = try await onOwnThread {
            var suspects: [String: Int] = [:]
            try store.forEachFile(changedBefore: end.seconds) { path, size in
                if !known.contains(path.hashValue) { suspects[path] = size }
            }
            return suspects
        }
        guard !suspects.isEmpty else { return figure }
        // A file that was moved between the two looks has another name by now, which rows know.
        for (path, size) in try await unnamed(suspects).sorted(by: { $0.key < $1.key }) {
            if !options.isDryRun { try await piece { try await store.remove(path) } }
            figure.count += 1
            figure.bytes += Int64(size)
            progress(PruneProgress(figure: figure, share: Double(figure.count) / Double(suspects.count)))
        }
        return figure
    }

    /// Of all paths that rows name: a few bytes for each, however many there are. Two that have the same keep a file.
    private func hashes() async throws -> Set<Int> {
        try await services.database.snapshot { connection in
            var known: Set<Int> = []
            try StoredPathQueries.forEach(connection) { known.insert($0.hashValue) }
            return known
        }
    }

    /// Those of `suspects` that no row names.
    private func unnamed(_ suspects: [String: Int]) async throws -> [String: Int] {
        try await services.database.snapshot { connection in
            var left = suspects
            try StoredPathQueries.forEach(connection) { left[$0] = nil }
            return left
        }
    }
}
