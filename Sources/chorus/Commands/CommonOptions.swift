// What every command needs to find its database, and how errors are told.

import ArgumentParser
import Server

struct CommonOptions: ParsableArguments {
    @Option(name: .customLong("data-dir"), help: .setting("data-dir"))
    var dataDirectory: String?

    @Option(help: .setting("database"))
    var database: String?

    @Option(help: .setting("url"))
    var url: String?

    @Option(help: .setting("handle-domain"))
    var handleDomain: String?

    @Option(help: "A YAML file of settings: lines such as `data-dir: /var/lib/chorus`.")
    var config: String?

    func flags(_ more: [String: String?] = [:]) -> Flags {
        var values: [String: String?] = [
            "data-dir": dataDirectory, "database": database, "url": url, "handle-domain": handleDomain,
        ]
        values.merge(more) { $1 }
        return Flags(values, file: config)
    }

    /// Opens the database for one command and closes it afterwards.
    func withApp(
        _ more: [String: String?] = [:],
        migrating: Bool = true,
        _ body: (AppContainer) async throws -> Void
    ) async throws {
        try await tellingErrors {
            let settings = try await Settings.resolve(flags(more))
            // A command speaks for itself; only what goes wrong is logged.
            let app = try await AppContainer.open(
                more["log-level"] == nil ? settings.quietly : settings,
                migrating: migrating
            )
            do {
                try await body(app)
            } catch {
                await app.close()
                throw error
            }
            await app.close()
        }
    }
}

extension ArgumentHelp {
    /// The line of help of a setting, with its default.
    static func setting(_ name: String) -> ArgumentHelp {
        guard let entry = Settings.entries.first(where: { $0.name == name }) else {
            preconditionFailure("\(name) is no setting")
        }
        return ArgumentHelp(stringLiteral: entry.help + (entry.standard.isEmpty ? "" : " (default: \(entry.standard))"))
    }
}

/// Ends the program with one sentence on what is wrong, not with a dump.
func tellingErrors(_ body: () async throws -> Void) async throws {
    do {
        try await body()
    } catch let error as ExitCode {
        throw error
    } catch let error as CleanExit {
        throw error
    } catch {
        throw ValidationMessage(ErrorText.describe(error))
    }
}

/// Printed as `Error: …`, exit status 1.
struct ValidationMessage: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
