// chorus routes

import ArgumentParser
import Server

struct Routes: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the endpoints of the client API: method, path, and the scopes of which one is asked.",
        shouldDisplay: false
    )

    func run() { print(AppContainer.routeLines.joined(separator: "\n")) }
}
