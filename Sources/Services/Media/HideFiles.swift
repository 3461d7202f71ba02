// While an account is suspended or deactivated nobody reads its files: they are moved to places that nobody knows, and back afterwards.
// Access lists of objects would be less work, but many services of S3's kind have none, or have them switched off.

internal import Basics
internal import Database
internal import Domain
public import Jobs
internal import Media
internal import Storage

extension Services {
    static let moveFilesJob = "move-files"

    /// Adds what moves files.
    public func handleFiles(_ handlers: inout JobHandlers) {
        guard media != nil else { return }
        let limits = JobLimits(atOnce: 1)
        handlers.handle(Services.moveFilesJob, timeout: .seconds(840), limits: limits) { [self] _ in
            try await moveFiles()
        }
    }

    /// Has files moved whose job ended just before they were to be.
    func resumeMovingFiles() async throws {
        guard try await !database.read({ try HiddenFileQueries.unsettled(limit: 1, $0) }).isEmpty else { return }
        try await change { try $0.moveFiles() }
    }

    /// Moves the files that are not where they belong. May be broken off anywhere, but never done twice at once: two that
    /// move a file to and fro would lose it. The job's key sees to that, also with several nodes.
    public func moveFiles() async throws {
        guard let store = media?.store else { return }
        var failed: [String: any Error] = [:]
        while true {
            let most = 100 + failed.count
            let waiting = try await database.read { try HiddenFileQueries.unsettled(limit: most, $0) }
            var files: [HiddenFile] = []
            for file in waiting where failed[file.path] == nil {
                do {
                    try await store.move(
                        file.isHidden ? file.path : file.place,
                        to: file.isHidden ? file.place : file.path
                    )
                    files.append(file)
                } catch {
                    // One that cannot be moved holds up none of the others.
                    failed[file.path] = error
                }
            }
            guard !files.isEmpty else {
                if let failure = failed.values.first { throw failure }
                return
            }
            let gone = try await change { [files] change in
                try files.filter { try !HiddenFileQueries.settle($0, change.connection) }
            }
            // Deleted while they were moved: nothing else ends a row meanwhile.
            for file in gone {
                try await store.remove(file.path)
                try await store.remove(file.place)
            }
        }
    }
}

extension Change {
    /// Has the files of an account that is suspended or deactivated hidden, or those of one that is not brought back.
    mutating func settleFiles(of account: Int64, isHidden: Bool) throws {
        if isHidden {
            let files = try HiddenFileQueries.files(of: account, connection)
            guard !files.isEmpty else { return }
            for path in files {
                let name = path.split(separator: "/").last ?? ""
                let key = RandomToken.make(length: 32)
                try HiddenFileQueries.hide(
                    path,
                    in: "\(MediaPath.hiddenFolder)/\(key.prefix(2))/\(key)/\(name)",
                    of: account,
                    connection
                )
            }
        } else {
            guard try HiddenFileQueries.show(filesOf: account, connection) else { return }
        }
        try moveFiles()
    }

    /// Has files hidden that came while their account was being hidden, or after that.
    mutating func settleNewFiles(of account: Int64) throws {
        guard try AccountQueries.restrictions(of: account, connection)?.isHidden == true else { return }
        try settleFiles(of: account, isHidden: true)
    }

    /// Has files moved after the commit.
    mutating func moveFiles() throws {
        try enqueue(JobDraft(kind: Services.moveFilesJob, key: Services.moveFilesJob))
    }
}
