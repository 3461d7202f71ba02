// The parameters of update_credentials.

internal import Basics
internal import Domain

extension ProfileChanges {
    /// Reads what was sent. What this server cannot keep is refused, so that nobody believes it was saved.
    init(_ parameters: Parameters) throws {
        let fields = try parameters.elements("fields_attributes")?.map { field in
            ProfileField(name: try field.text("name") ?? "", value: try field.text("value") ?? "")
        }
        let source = try parameters.object("source")
        self.init(
            displayName: try parameters.text("display_name"),
            note: try parameters.text("note"),
            fields: fields,
            isLocked: try parameters.bool("locked"),
            isBot: try parameters.bool("bot"),
            isDiscoverable: try parameters.bool("discoverable"),
            isIndexable: try parameters.bool("indexable"),
            hidesCollections: try parameters.bool("hide_collections"),
            defaultVisibility: try source.flatMap(ProfileChanges.privacy),
            defaultSensitive: try source?.bool("sensitive"),
            defaultLanguage: try source?.text("language"),
            defaultQuotePolicy: try source.flatMap { try quotePolicy($0, "quote_policy") }
        )
    }

    private static func privacy(_ source: Parameters) throws -> Visibility? {
        guard let name = try source.text("privacy"), !name.isEmpty else { return nil }
        guard let visibility = Visibility(name: name) else {
            throw APIError.wrongParameter("source[privacy] is not included in the list")
        }
        return visibility
    }
}
