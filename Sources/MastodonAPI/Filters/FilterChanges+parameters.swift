// The parameters of filters.

internal import Basics
internal import Domain

extension FilterChanges {
    init(_ parameters: Parameters) throws {
        self.init(
            title: try parameters.text("title"),
            contexts: try FilterChanges.contexts(parameters),
            action: try FilterChanges.action(parameters),
            expiry: try FilterChanges.expiry(parameters),
            keywords: try parameters.elements("keywords_attributes")?.map { keyword in
                let id = try keyword.id("id")
                guard id != nil || keyword.isBlank("id") else { throw APIError.notFound }
                return Keyword(
                    id: id,
                    keyword: try keyword.text("keyword"),
                    isWholeWord: try keyword.bool("whole_word"),
                    isDeleted: try keyword.bool("_destroy") ?? false
                )
            } ?? []
        )
    }

    /// What both generations of the endpoint take: contexts and expiry.
    init(old parameters: Parameters) throws {
        self.init(
            contexts: try FilterChanges.contexts(parameters),
            action: try parameters.bool("irreversible").map { $0 ? .hide : .warn },
            expiry: try FilterChanges.expiry(parameters)
        )
    }

    private static func contexts(_ parameters: Parameters) throws -> FilterContexts? {
        guard parameters.contains("context") else { return nil }
        guard let contexts = FilterContexts(names: try parameters.texts("context")) else {
            throw APIError.invalid("Context None or invalid context supplied")
        }
        return contexts
    }

    private static func action(_ parameters: Parameters) throws -> FilterAction? {
        guard let name = try parameters.text("filter_action"), !name.isEmpty else { return nil }
        guard let action = FilterAction(name: name) else {
            throw APIError.wrongParameter("Filter action is not included in the list")
        }
        return action
    }

    /// An empty `expires_in` takes the end away; 0 or less means at once.
    private static func expiry(_ parameters: Parameters) throws -> Expiry? {
        guard parameters.contains("expires_in") else { return nil }
        return try parameters.int("expires_in").map { .after(max($0, 0)) } ?? .never
    }
}
