// One line a field: the name and its value together. Nil is written as null, since clients tell null from absent.

extension JSONWriter {
    public mutating func field(_ name: StaticString, _ value: String) {
        key(name)
        string(value)
    }

    public mutating func field(_ name: StaticString, _ value: String?) {
        key(name)
        if let value { string(value) } else { null() }
    }

    public mutating func field(_ name: StaticString, _ value: Bool) {
        key(name)
        bool(value)
    }

    public mutating func field(_ name: StaticString, _ value: Bool?) {
        key(name)
        if let value { bool(value) } else { null() }
    }

    public mutating func field(_ name: StaticString, _ value: Int) {
        key(name)
        int(Int64(value))
    }

    public mutating func field(_ name: StaticString, _ value: Int64) {
        key(name)
        int(value)
    }

    public mutating func field(_ name: StaticString, id value: Int64) {
        key(name)
        id(value)
    }

    public mutating func field(_ name: StaticString, id value: Int64?) {
        key(name)
        if let value { id(value) } else { null() }
    }

    public mutating func field(_ name: StaticString, _ value: Timestamp) {
        key(name)
        datetime(value)
    }

    public mutating func field(_ name: StaticString, _ value: Timestamp?) {
        key(name)
        if let value { datetime(value) } else { null() }
    }

    public mutating func field(_ name: StaticString, strings values: [String]) {
        key(name)
        beginArray()
        for value in values { string(value) }
        endArray()
    }

    public mutating func nullField(_ name: StaticString) {
        key(name)
        null()
    }

    /// A list that this server leaves empty for every entity (custom emoji, media: not here yet).
    public mutating func emptyArrayField(_ name: StaticString) {
        key(name)
        beginArray()
        endArray()
    }

    /// An object under a name; `body` writes its fields.
    public mutating func object(_ name: StaticString, _ body: (inout JSONWriter) -> Void) {
        key(name)
        beginObject()
        body(&self)
        endObject()
    }

    /// A list under a name; `body` writes its elements.
    public mutating func array(_ name: StaticString, _ body: (inout JSONWriter) -> Void) {
        key(name)
        beginArray()
        body(&self)
        endArray()
    }
}
