// Names with brackets: `a[]`, `a[0]`, `poll[options][]`, `fields_attributes[0][name]`.

internal import Basics

/// A form parameter's name in its parts.
struct ParameterName: Equatable {
    /// What stands in one pair of brackets.
    enum Step: Equatable {
        /// `[]`: one more element.
        case element
        /// `[name]` or `[0]`.
        case key(String)
    }

    var first: String
    var steps: [Step]

    /// Brackets that do not close, or are followed by anything but another bracket, are part of a plain name.
    init(_ name: String) {
        let bytes = Array(name.utf8)
        first = name
        steps = []
        guard let open = bytes.firstIndex(of: UInt8(ascii: "[")), open > 0, bytes.last == UInt8(ascii: "]") else {
            return
        }
        var found: [Step] = []
        var position = open
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "["),
                let close = bytes[position...].firstIndex(of: UInt8(ascii: "]"))
            else { return }
            let key = bytes[(position + 1)..<close]
            found.append(key.isEmpty ? .element : .key(String(decoding: key, as: UTF8.self)))
            position = close + 1
        }
        first = String(decoding: bytes[..<open], as: UTF8.self)
        steps = found
    }
}

extension ParameterObject {
    /// Puts a value where its name says. Of two values with one plain name the last counts.
    mutating func insert(_ value: ParameterValue, at name: ParameterName) throws(ParameterError) {
        try insert(value, name.first, name.steps[...])
    }

    private mutating func insert(
        _ value: ParameterValue,
        _ name: String,
        _ steps: ArraySlice<ParameterName.Step>
    ) throws(ParameterError) {
        guard let step = steps.first else {
            self[name] = value
            return
        }
        let place: Int
        if let known = self.place(name) {
            place = known
        } else {
            place = fields.count
            append(name, step == .element ? .list([]) : .object(ParameterObject()))
        }
        try change(place) { (holder) throws(ParameterError) in
            switch (step, holder) {
            case (.key(let key), .object(var object)):
                holder = .null
                defer { holder = .object(object) }
                try object.insert(value, key, steps.dropFirst())
            case (.element, .list(var elements)):
                holder = .null
                defer { holder = .list(elements) }
                try elements.append(value, steps.dropFirst())
            default:
                throw .malformed("Parameter \(text: name) is given in two ways that do not go together", name: name)
            }
        }
    }
}

extension [ParameterValue] {
    /// `a[]` appends; `a[][x]` goes on with the last object until it has an `x` already.
    fileprivate mutating func append(
        _ value: ParameterValue,
        _ steps: ArraySlice<ParameterName.Step>
    ) throws(ParameterError) {
        guard let step = steps.first else {
            append(value)
            return
        }
        guard case .key(let key) = step else {
            throw .malformed("Lists of lists cannot be written with brackets")
        }
        let isMore = steps.count > 1
        var object = ParameterObject()
        if case .object(let last) = last, isMore || last.place(key) == nil {
            object = last
            removeLast()
        }
        defer { append(.object(object)) }
        try object.insert(value, at: ParameterName(first: key, steps: Array<ParameterName.Step>(steps.dropFirst())))
    }
}

extension ParameterName {
    init(first: String, steps: [Step]) {
        self.first = first
        self.steps = steps
    }
}
