// What is wrong with a request's parameters, in a sentence for whoever wrote the app.

internal import Basics

/// A parameter, or a body of parameters, that cannot be read.
struct ParameterError: Error, Sendable, Equatable {
    /// The request itself is broken (400), and not one parameter's value (422).
    var isMalformed: Bool
    /// `fields_attributes[0][name]`; nil when the fault is not in one parameter.
    var name: String?
    /// Safe to show.
    var sentence: Sentence

    static func malformed(_ sentence: Sentence, name: String? = nil) -> ParameterError {
        ParameterError(isMalformed: true, name: name, sentence: sentence)
    }

    static func invalid(_ path: [String], _ expected: String) -> ParameterError {
        let name = path.dropFirst().reduce(path.first ?? "") { "\($0)[\($1)]" }
        return ParameterError(
            isMalformed: false,
            name: name,
            sentence: "Parameter \(text: name) must be \(text: expected)"
        )
    }
}
