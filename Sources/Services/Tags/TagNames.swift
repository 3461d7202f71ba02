// Tags by their ids: events name them so.

internal import Basics
internal import Database
internal import Storage

extension Services {
    /// Folded names of tags, in no order. Names never change, so what was read once holds.
    public func names(ofTags ids: [Int64]) async throws -> [String] {
        var names: [String] = []
        var missing: [Int64] = []
        for id in ids {
            if let name = tagNames.value(for: id) { names.append(name) } else { missing.append(id) }
        }
        guard !missing.isEmpty else { return names }
        let wanted = missing
        for (id, name) in try await database.read({ try TagQueries.names(wanted, $0) }) {
            tagNames.store(name, for: id, ticket: tagNames.ticket(for: id))
            names.append(name)
        }
        return names
    }
}
