// NodeInfo (http://nodeinfo.diaspora.software/protocol): apps and crawlers ask it which software this is.

internal import ActivityPub
internal import Basics
internal import HTTPTypes
internal import Services

func nodeInfoRoutes(_ table: inout RouteTable) {
    table.get("/.well-known/nodeinfo", .open) { request in
        var response = APIResponse.json(JSONWriter())
        response.body = NodeInfo.links(origin: request.site.url)
        return response.keptFor(minutes: 5)
    }
    for version in NodeInfo.Version.allCases {
        table.get("/nodeinfo/\(version.rawValue)", .open) { request in
            var response = APIResponse.json(JSONWriter())
            response.body = nodeInfo(try await request.services.serverFacts(), request.services).json(version)
            response = response.keptFor(minutes: 5)
            response.headers[.contentType] = version.contentType
            return response
        }
    }
}

private func nodeInfo(_ facts: ServerFacts, _ services: Services) -> NodeInfo {
    NodeInfo(
        software: "chorus",
        softwareVersion: Version.current,
        isFederating: services.isFederating,
        isOpen: services.site.registrationsOpen,
        users: facts.users,
        activeMonth: facts.activeMonth,
        activeHalfyear: facts.activeHalfyear,
        posts: facts.statuses,
        name: services.site.title,
        summary: services.site.summary
    )
}
