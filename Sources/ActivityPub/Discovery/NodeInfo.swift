// NodeInfo 2.0 and 2.1 (http://nodeinfo.diaspora.software): which software a server is, and how many use it.

internal import Basics

/// What a server says of itself.
public struct NodeInfo: Sendable {
    public enum Version: String, Sendable, CaseIterable {
        case v2_0 = "2.0"
        case v2_1 = "2.1"

        fileprivate var schema: String { "http://nodeinfo.diaspora.software/ns/schema/\(rawValue)" }

        /// JSON, whatever was asked for: some peers ask with the type of ActivityStreams, and take no 406 for an answer.
        public var contentType: String { "application/json; profile=\"\(schema)#\"; charset=utf-8" }
    }

    /// Letters, digits and hyphens, in lower case.
    public var software: String
    public var softwareVersion: String
    /// Does it speak ActivityPub?
    public var isFederating: Bool
    public var isOpen: Bool
    public var users: Int64
    public var activeMonth: Int64
    public var activeHalfyear: Int64
    public var posts: Int64
    public var name: String
    public var summary: String

    public init(
        software: String,
        softwareVersion: String,
        isFederating: Bool,
        isOpen: Bool,
        users: Int64,
        activeMonth: Int64,
        activeHalfyear: Int64,
        posts: Int64,
        name: String,
        summary: String
    ) {
        (self.software, self.softwareVersion, self.isFederating) = (software, softwareVersion, isFederating)
        (self.isOpen, self.users, self.activeMonth) = (isOpen, users, activeMonth)
        (self.activeHalfyear, self.posts, self.name, self.summary) = (activeHalfyear, posts, name, summary)
    }

    /// `/.well-known/nodeinfo`.
    public static func links(origin: String) -> [UInt8] {
        var json = JSONWriter(capacity: 256)
        json.beginObject()
        json.array("links") { json in
            for version in Version.allCases {
                json.beginObject()
                json.field("rel", version.schema)
                json.field("href", "\(origin)/nodeinfo/\(version.rawValue)")
                json.endObject()
            }
        }
        json.endObject()
        return json.bytes
    }

    public func json(_ version: Version) -> [UInt8] {
        var json = JSONWriter(capacity: 512)
        json.beginObject()
        json.field("version", version.rawValue)
        json.object("software") { json in
            json.field("name", software)
            json.field("version", softwareVersion)
        }
        json.field("protocols", strings: isFederating ? ["activitypub"] : [])
        json.object("services") { json in
            json.emptyArrayField("inbound")
            json.emptyArrayField("outbound")
        }
        json.field("openRegistrations", isOpen)
        json.object("usage") { json in
            json.object("users") { json in
                json.field("total", users)
                json.field("activeMonth", activeMonth)
                json.field("activeHalfyear", activeHalfyear)
            }
            json.field("localPosts", posts)
        }
        json.object("metadata") { json in
            json.field("nodeName", name)
            json.field("nodeDescription", summary)
        }
        json.endObject()
        return json.bytes
    }
}
