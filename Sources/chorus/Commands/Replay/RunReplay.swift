// chorus replay run

internal import ArgumentParser
internal import Foundation
internal import Replay
internal import Server

struct RunReplay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Play, report, compare; this is what `chorus replay` does without a further word.",
        discussion: """
            Exit status 0: the server has all that it acknowledged, and its figures are equal. 1: they differ, something \
            is missing, or the server went away. Ctrl-C ends early, with the report.
            """
    )

    @OptionGroup var plan: PlanArguments

    @OptionGroup var storage: ReplayStorage

    @Option(help: "A file of tokens made by `chorus replay prepare`, instead of making accounts now.")
    var tokens: String?

    @Option(
        name: .customLong("admin-token"),
        help: "Token with admin:read and admin:write: reads exact figures, suspends the puppets of --attack."
    )
    var adminToken: String?

    @Option(help: "Address of the server to drive.")
    var url = "http://127.0.0.1:8080"

    @Option(name: .customLong("public-url"), help: "Address to tell people of, where it is another one.")
    var publicURL: String?

    @Flag(name: .customLong("allow-remote"), help: "Drive a server on another machine; only ever one of your own.")
    var allowRemote = false

    @Option(help: "Simulated seconds for each real one; 0: as fast as the server answers.")
    var speed = 60.0

    @Option(help: "Requests that write at the same time; as many may read.")
    var connections = 32

    @Option(help: "Reads of the tag, the thread, the magnitude and the tag's page for each write.")
    var readers = 0

    @Option(help: "Seconds until an answer is given up, and the request sent again.")
    var timeout = 10.0

    @Option(help: "Also write the report to this file, as JSON.")
    var json: String?

    @Flag(help: "No progress on standard error.")
    var quiet = false

    func run() async throws {
        try await tellingErrors {
            let drive = driveOptions()
            try drive.validate()
            var options = plan.options()
            let progress = ProgressLine(quiet: quiet)
            let cast = try await cast(for: &options, progress)
            let player = try Player(plan: options, drive: drive, cast: cast)
            let report = try await player.run(progress: progress)
            print(report.text, terminator: "")
            if let json {
                guard FileManager.default.createFile(atPath: json, contents: Data(report.json)) else {
                    throw ReplayError("The report cannot be written to \(json).")
                }
            }
            if !report.isExact { throw ExitCode(1) }
        }
    }

    private func driveOptions() -> DriveOptions {
        var drive = DriveOptions(url: url)
        drive.publicURL = publicURL
        drive.allowsRemote = allowRemote
        drive.speed = speed
        drive.connections = connections
        drive.readers = readers
        drive.timeout = timeout
        return drive
    }

    /// The accounts from the file, or new ones in the server's data.
    private func cast(for options: inout PlanOptions, _ progress: ProgressLine) async throws -> Cast {
        var cast: Cast
        if let tokens {
            guard let text = FileManager.default.contents(atPath: tokens) else {
                throw ReplayError("The tokens file \(tokens) cannot be read.")
            }
            cast = try Cast(text: String(decoding: text, as: UTF8.self))
            options.people = plan.accounts ?? cast.people.count
        } else {
            guard storage.isGiven else {
                throw ReplayError(
                    "Who plays? Give --data-dir (or --database) of the server to make accounts, or --tokens FILE of `chorus replay prepare`."
                )
            }
            options = try plan.settled()
            progress.say("Making \(options.people + options.puppets) accounts.")
            cast = try await storage.makeCast(for: options, withAdmin: adminToken == nil)
        }
        if let adminToken { cast.admin = Member(id: 0, name: "", token: adminToken) }
        return cast
    }
}
