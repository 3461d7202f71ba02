// The tree that parameters of every style become: query strings, forms and JSON look alike from here on.

internal import Media

/// A value of a parameter. Numbers and booleans of JSON are texts, as they are in forms.
indirect enum ParameterValue: Sendable, Equatable {
    case null
    case text(String)
    case list([ParameterValue])
    case object(ParameterObject)
    case file(UploadedFile)
}

/// Named values in the order in which they came.
struct ParameterObject: Sendable, Equatable {
    struct Field: Sendable, Equatable {
        var name: String
        var value: ParameterValue
    }

    private(set) var fields: [Field] = []

    var isEmpty: Bool { fields.isEmpty }

    /// Looks through all fields: there are few, and `ParameterLimits` bounds them.
    func place(_ name: some StringProtocol) -> Int? { fields.firstIndex { $0.name == name } }

    subscript(_ name: String) -> ParameterValue? {
        get { place(name).map { fields[$0].value } }
        set {
            if let place = place(name) {
                if let newValue { fields[place].value = newValue } else { fields.remove(at: place) }
            } else if let newValue {
                fields.append(Field(name: name, value: newValue))
            }
        }
    }

    /// Changes the value at a place, in place.
    mutating func change<E: Error>(
        _ place: Int,
        _ body: (inout ParameterValue) throws(E) -> Void
    ) throws(E) {
        // Taken out first, so that there is one owner and nothing is copied.
        var value = fields[place].value
        fields[place].value = .null
        defer { fields[place].value = value }
        try body(&value)
    }

    mutating func append(_ name: String, _ value: ParameterValue) { fields.append(Field(name: name, value: value)) }

    /// Takes over the fields of `other`; where both have a name, the value of `other` stays.
    mutating func merge(_ other: ParameterObject) {
        guard !fields.isEmpty else {
            self = other
            return
        }
        for field in other.fields { self[field.name] = field.value }
    }

    /// The values of an index map (`{"0": …, "1": …}`, `a[0]=…&a[1]=…`) by rising index; nil when a name is no index.
    var indexed: [(name: String, value: ParameterValue)]? {
        var found: [(index: Int, name: String, value: ParameterValue)] = []
        for field in fields {
            guard let first = field.name.utf8.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-"),
                let index = Int(field.name)
            else { return nil }
            found.append((index, field.name, field.value))
        }
        // JSON made of a dictionary comes in any order: the index is what the sender meant.
        return found.sorted { $0.index < $1.index }.map { ($0.name, $0.value) }
    }
}

/// A file of a `multipart/form-data` body.
struct UploadedFile: Sendable, Equatable {
    /// As the client named it: any text, never to be used as a path.
    var filename: String
    /// As the client says, in lower case; `application/octet-stream` where it says nothing.
    var contentType: String
    /// Empty where it is stored.
    var bytes: [UInt8]
    /// The file on the disk, where the route takes files.
    var stored: IncomingFile?

    static func == (a: UploadedFile, b: UploadedFile) -> Bool {
        a.filename == b.filename && a.contentType == b.contentType && a.bytes == b.bytes && a.stored === b.stored
    }
}

/// How much a request may carry in parameters; beyond it the request is refused.
enum ParameterLimits {
    /// Values, with those inside lists and objects.
    static let count = 1024
    /// Levels of lists and objects inside each other.
    static let depth = 8
    /// Bytes of a name with its brackets, after percent-decoding.
    static let nameBytes = 256
}
