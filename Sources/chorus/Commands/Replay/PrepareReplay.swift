// chorus replay prepare

internal import ArgumentParser
internal import Foundation
internal import Replay
internal import Server

struct PrepareReplay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prepare",
        abstract: "Make synthetic accounts in the server's data, and write their tokens to a file.",
        discussion: """
            The accounts are named replay_000001 and so on, as old as up to three years, without a password. Use them for \
            one replay: a second one with the same people would count nobody new. The server may run meanwhile. An \
            admin reads the exact figures in the end. With --attack there are sock puppets too, as many as a replay with the \
            same flags needs.
            """
    )

    @OptionGroup var plan: PlanArguments

    @OptionGroup var storage: ReplayStorage

    @Option(name: .shortAndLong, help: "File of the tokens; only you can read it.")
    var output = "tokens.tsv"

    func run() async throws {
        try await tellingErrors {
            let options = try plan.settled()
            let cast = try await storage.makeCast(for: options, withAdmin: true)
            guard
                FileManager.default.createFile(
                    atPath: output,
                    contents: Data(cast.text.utf8),
                    attributes: [.posixPermissions: 0o600]
                )
            else { throw ReplayError("The tokens cannot be written to \(output).") }
            print(
                "\(cast.people.count) people and \(cast.puppets.count) puppets are made; their tokens are in \(output)."
            )
        }
    }
}

extension PlanArguments {
    /// With as many people as the plan needs, where none were asked for; checked.
    func settled() throws -> PlanOptions {
        var options = options()
        if accounts == nil {
            try options.validate()
            options.people = min(options.peopleNeeded, 200_000)
        }
        try options.validate()
        return options
    }
}

extension ReplayStorage {
    /// Makes the accounts of these options.
    func makeCast(for options: PlanOptions, withAdmin: Bool) async throws -> Cast {
        var cast = Cast()
        // `withApp` takes a closure that may escape into tasks, so what is found is handed out by a box of one owner.
        try await common().withApp { app in
            try await app.createReplayAccounts(
                people: options.people,
                puppets: options.puppets,
                admin: withAdmin
            ) { part, id, name, token in
                guard let part = Part(rawValue: part) else { return }
                cast.add(Member(id: id, name: name, token: token), as: part)
            }
        }
        return cast
    }
}
