// chorus backup, chorus restore

import ArgumentParser
import Server

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Make a backup, also while the server runs: the database, media files, keys and settings.",
        discussion: """
            Each backup is a folder of its own below DIR, named by its time; files of media that an earlier one has are linked \
            and take no room. With `-` it is a tar stream on standard output: `chorus backup - | age -r KEY > backup.age`. It \
            holds private posts and keys: guard it as you guard the server. docs/operations.md says what is in it.
            """
    )

    @Argument(help: "Folder of backups, or - for standard output.")
    var to: String

    @Option(help: "Remove the oldest backups in the folder beyond so many. (default: keep all)")
    var keep: Int?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard keep ?? 1 >= 1 else { throw ValidationError("--keep must be 1 or more.") }
        guard to != "-" || keep == nil else { throw ValidationError("--keep is for a folder of backups.") }
    }

    func run() async throws {
        try await tellingErrors {
            let backups = Backups(try await Settings.resolve(common.flags()))
            let line = StatusLine()
            defer { line.clear() }
            if to == "-" {
                line.say(try await untilInterrupted { try await backups.stream { line.show($0) } })
            } else {
                let sentence = try await untilInterrupted { [to, keep] in
                    try await backups.make(in: to, keep: keep) { line.show($0) }
                }
                line.clear()
                print(sentence)
            }
        }
    }
}

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Bring a backup back into an empty data folder, or an empty PostgreSQL database.",
        discussion: """
            FROM is a backup, a folder of backups (then the newest is taken), a tar file, or `-` for a tar stream on standard \
            input: `age -d backup.age | chorus restore - --data-dir NEW`. A backup of SQLite can be restored into PostgreSQL, \
            and the other way round. Every file is checked first, and nothing is left behind where something is wrong.
            """
    )

    @Argument(help: "A backup, a folder of backups, a tar file, or - for standard input.")
    var from: String

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await tellingErrors {
            let backups = Backups(try await Settings.resolve(common.flags()))
            let line = StatusLine()
            defer { line.clear() }
            let sentences = try await untilInterrupted { [from] in try await backups.restore(from) { line.show($0) } }
            line.clear()
            sentences.forEach { print($0) }
        }
    }
}
