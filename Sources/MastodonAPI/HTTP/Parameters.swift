// The one place that reads parameters: apps send them as query, form, multipart or JSON, whatever the method.

internal import Basics

/// The parameters of a request, whichever way they came.
///
/// Apps mix the styles freely: query parameters with POST, bodies with DELETE, `id=1` where a list is meant. All of
/// them become one tree, read by the accessors in `Parameters+values.swift`.
public struct Parameters: Sendable, Equatable {
    var root: ParameterObject
    /// Where this part of the tree hangs, for messages: empty for the whole request.
    var path: [String] = []

    init(root: ParameterObject = ParameterObject(), path: [String] = []) {
        self.root = root
        self.path = path
    }

    var isEmpty: Bool { root.isEmpty }

    /// Reads query and body into one tree. Where both have a name, the body's value counts.
    ///
    /// - Parameters:
    ///   - query: what follows the `?` of the target, still percent-encoded.
    ///   - contentType: the `Content-Type` header. A body without one is read as a form; of a type that carries no
    ///     parameters, not at all.
    static func read(query: String?, contentType: String?, body: [UInt8]) throws(ParameterError) -> Parameters {
        var form = FormReader()
        if let query, !query.isEmpty { try form.read(query) }
        guard !body.isEmpty else { return Parameters(root: form.root) }
        let type = contentType.map(HeaderValue.init)
        var read = FormReader(count: form.count)
        switch type?.name {
        case nil, "application/x-www-form-urlencoded": try read.read(body[...])
        case "multipart/form-data":
            guard let boundary = type?.parameters["boundary"] else {
                throw .malformed("The Content-Type multipart/form-data has no boundary")
            }
            try read.readMultipart(body, boundary: boundary)
        case .some(let name) where name == "application/json" || name.hasSuffix("+json"): try read.readJSON(body)
        default: break
        }
        form.root.merge(read.root)
        return Parameters(root: form.root)
    }
}
