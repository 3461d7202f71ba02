// What is left of a post that was deleted.

public import Basics

public struct Tombstone: Sendable, Equatable {
    public var id: ObjectID
    public var deleted: Timestamp?

    public init(id: ObjectID, deleted: Timestamp? = nil) { (self.id, self.deleted) = (id, deleted) }

    public func json() -> [UInt8] {
        var json = JSONWriter(capacity: 1024)
        json.beginObject()
        json.context()
        json.field("id", id.text)
        json.field("type", "Tombstone")
        if let deleted { json.field("deleted", deleted) }
        json.endObject()
        return json.bytes
    }
}
