// What other servers say of themselves by NodeInfo, read as tolerantly as all else: it is shown to admins, and decides nothing.

public import Basics

/// Which software a server says that it is.
public struct ServerSoftware: Sendable, Equatable {
    /// In lower case.
    public var name: String
    /// Empty where it does not say.
    public var version: String

    public init(name: String, version: String) { (self.name, self.version) = (name, version) }

    /// Of a NodeInfo document; nil where it names none.
    public init?(nodeInfo json: JSONValue) {
        guard let software = json.one("software"), let name = software["name"]?.string.map(ServerSoftware.short),
            !name.isEmpty
        else { return nil }
        self.init(name: name.lowercased(), version: ServerSoftware.short(software["version"]?.string ?? ""))
    }

    /// A word or two, of what can be shown in a list.
    private static func short(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value > 0x20 && $0.value < 0x7F }.prefix(60)))
    }
}

extension NodeInfo {
    /// `/.well-known/nodeinfo`: where the newest document of a kind that is read here is, on the same server.
    public static func address(in links: JSONValue, of origin: WebOrigin) -> ObjectID? {
        let found = links.list("links", most: 20).compactMap { link -> (version: String, id: ObjectID)? in
            guard let kind = link["rel"]?.string, kind.contains("nodeinfo"),
                let version = kind.split(separator: "/").last,
                ["2.0", "2.1", "2.2"].contains(version), let id = link["href"]?.string.flatMap({ ObjectID($0) }),
                id.origin == origin
            else { return nil }
            return (String(version), id)
        }
        return found.max { $0.version < $1.version }?.id
    }
}
