// Looks at a header field without copying its text.

public import HTTPTypes

extension HTTPFields {
    /// The value of the first field of a name. The subscript joins all fields of the name into a new text, which is what lists
    /// need and costs ten times as much: for what comes by on each request, and occurs once.
    public func first(_ name: HTTPField.Name) -> String? {
        for field in self where field.name == name { return field.value }
        return nil
    }
}
