// The made-up servers of a replay: half of the people are on them, one server after the other.

internal import Synchronization

final class Origins: Sendable {
    /// Whom everything goes to as well, and the server that it goes to.
    struct Goal: Sendable {
        /// The id of the caller's actor.
        var caller: String
        /// Host and port of its server, as it calls itself.
        var authority: String
    }

    let servers: [OriginServer]
    let goal: Goal
    private let people: Int
    /// Ids of posts, and of those that were written here also what they answer: an edit says it again.
    private let uris = Mutex<[PostNumber: (id: String, parent: String?)]>([:])

    static func start(_ count: Int, people: Int, goal: Goal) async throws -> Origins {
        var servers: [OriginServer] = []
        do {
            for number in 0..<count { servers.append(try await OriginServer.start(number)) }
        } catch {
            for server in servers { await server.close() }
            throw ReplayError("A made-up server cannot listen on this machine: \(error).")
        }
        return Origins(servers, people: people, goal: goal)
    }

    private init(_ servers: [OriginServer], people: Int, goal: Goal) {
        (self.servers, self.people, self.goal) = (servers, people, goal)
    }

    func close() async { for server in servers { await server.close() } }

    /// The server of somebody; nil for people of the server that is driven.
    func server(of person: Int32) -> OriginServer? {
        guard PlanOptions.isRemote(person, of: people) else { return nil }
        return servers[Int(person) / 2 % servers.count]
    }

    func remember(_ post: PostNumber, id: String, answering parent: String? = nil) {
        uris.withLock { $0[post] = (id, parent) }
    }

    func known(_ post: PostNumber) -> (id: String, parent: String?)? { uris.withLock { $0[post] } }
}

extension PlanOptions {
    /// Every other one of those who are no puppets.
    static func isRemote(_ person: Int32, of people: Int) -> Bool {
        person >= 0 && Int(person) < people && !person.isMultiple(of: 2)
    }
}
