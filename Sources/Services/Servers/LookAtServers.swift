// Which software other servers are: asked now and then, a few at a time, for those who look after this one.

internal import ActivityPub
internal import Basics
internal import Database
public import Domain
internal import Outbound
internal import Storage

extension Services {
    private static let looksApart = Duration.seconds(7 * 86_400)
    private static let looksAtOnce = 4
    private static let looksEachTime = 40

    /// Asks those servers what they are that were not asked for a week. One that does not answer is asked again in a week.
    public func lookAtServers() async throws {
        guard federates else { return }
        let before = clock.now() - Services.looksApart
        let hosts = try await database.read {
            try HostQueries.notLookedAt(since: before, limit: Services.looksEachTime, $0)
        }
        var rest = hosts[...]
        while !rest.isEmpty, !Task.isCancelled {
            let some = Array(rest.prefix(Services.looksAtOnce))
            rest = rest.dropFirst(some.count)
            let found = await withTaskGroup(of: (String, ServerSoftware?).self) { group in
                for host in some { group.addTask { (host, try? await self.software(of: host)) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let now = clock.now()
            try await database.write { connection in
                for (host, software) in found {
                    try HostQueries.looked(at: host, software?.name, version: software?.version, now, connection)
                }
            }
        }
    }

    private func software(of host: String) async throws -> ServerSoftware? {
        guard let start = ObjectID("\(site.isSecure ? "https" : "http")://\(host)/.well-known/nodeinfo") else {
            return nil
        }
        let accept = "application/json"
        let links = try JSONValue.parse(try await askOther(start, accept: accept).body)
        guard let address = NodeInfo.address(in: links, of: start.origin) else { return nil }
        return ServerSoftware(nodeInfo: try JSONValue.parse(try await askOther(address, accept: accept).body))
    }

    /// Servers that are known here by their names; what each is, as far as it said.
    public func knownServers(named names: [String]) async throws -> [String: RemoteHost] {
        let hosts = try await database.read { try HostQueries.hosts(named: names, $0) }
        return Dictionary(hosts.map { ($0.name, $0) }) { $1 }
    }

    /// All of them, in the order of their names.
    public func knownServers() async throws -> [RemoteHost] {
        var (hosts, last) = ([RemoteHost](), "")
        while true {
            let page = try await database.read { [last] in try HostQueries.hosts(after: last, limit: 500, $0) }
            hosts += page
            guard page.count == 500, let end = page.last?.name else { return hosts }
            last = end
        }
    }
}
