// Collections and their pages, whatever of the four types: members in order, the next page, a total.

public import Basics

/// A collection or page as read, or one of ours.
public struct CollectionObject: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        case collection = "Collection"
        case ordered = "OrderedCollection"
        case page = "CollectionPage"
        case orderedPage = "OrderedCollectionPage"

        public var isPage: Bool { self == .page || self == .orderedPage }
    }

    /// Nil for a page that is inside of its collection, from some.
    public var id: ObjectID?
    public var kind: Kind
    public var total: Int?
    public var owner: ObjectID?
    public var first: ObjectReference?
    public var last: ObjectID?
    public var next: ObjectID?
    public var previous: ObjectID?
    public var partOf: ObjectID?
    /// At most `DocumentLimits.list`.
    public var items: [ObjectReference]

    public init(id: ObjectID?, kind: Kind, total: Int? = nil, items: [ObjectReference] = []) {
        (self.id, self.kind, self.total, self.items) = (id, kind, total, items)
    }

    /// Nil for what is no collection. `next` and `first` of another origin are left out: they would be read as if the
    /// owner of this one had said them.
    public init?(_ json: JSONValue) {
        guard let kind = json.types.lazy.compactMap({ Kind(rawValue: $0) }).first else { return nil }
        let id = json["id"]?.string.flatMap { ObjectID($0) }
        let items = json.list("orderedItems") + json.list("items")
        self.init(
            id: id,
            kind: kind,
            total: json.count("totalItems"),
            items: items.prefix(DocumentLimits.list).compactMap { ObjectReference($0) }
        )
        let origin = id?.origin ?? json.id("partOf")?.origin
        func own(_ id: ObjectID?) -> ObjectID? { id.flatMap { origin == nil || $0.origin == origin ? $0 : nil } }
        owner = json.id("attributedTo")
        last = own(json.id("last"))
        next = own(json.id("next"))
        previous = own(json.id("prev"))
        partOf = own(json.id("partOf"))
        first = json.one("first").flatMap { ObjectReference($0) }.flatMap { reference in
            reference.id == nil || own(reference.id) != nil ? reference : nil
        }
    }

    /// The document; of a page with its `partOf`.
    public func json() -> [UInt8] {
        var json = JSONWriter(capacity: 256 + items.count * 100)
        json.beginObject()
        json.context()
        write(to: &json)
        json.endObject()
        return json.bytes
    }

    /// The fields alone, for a collection inside of something else.
    func write(to json: inout JSONWriter) {
        if let id { json.field("id", id.text) }
        json.field("type", kind.rawValue)
        if let total { json.field("totalItems", total) }
        if let owner { json.field("attributedTo", owner.text) }
        if let partOf { json.field("partOf", partOf.text) }
        if let first {
            json.key("first")
            json.write(first)
        }
        if let last { json.field("last", last.text) }
        if let next { json.field("next", next.text) }
        if let previous { json.field("prev", previous.text) }
        guard kind.isPage || !items.isEmpty || first == nil && kind == .ordered && total == nil else { return }
        json.key(kind == .ordered || kind == .orderedPage ? "orderedItems" : "items")
        json.beginArray()
        for item in items { json.write(item) }
        json.endArray()
    }
}
