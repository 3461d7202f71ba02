// What a profile may hold: lengths, and the form in which texts are stored.

/// Rules for what an owner writes into a profile.
public struct ProfilePolicy: Sendable, Equatable {
    public var displayNameCharacters: Int
    public var noteCharacters: Int
    public var fields: Int
    /// Of a field's name, and of its value.
    public var fieldCharacters: Int

    public init(displayNameCharacters: Int, noteCharacters: Int, fields: Int, fieldCharacters: Int) {
        self.displayNameCharacters = displayNameCharacters
        self.noteCharacters = noteCharacters
        self.fields = fields
        self.fieldCharacters = fieldCharacters
    }

    /// One thing that is wrong: the parameter's name, and a sentence without its subject.
    public struct Problem: Sendable, Equatable {
        public var field: String
        public var description: String
    }

    /// The changes in the form in which they are stored, and all that is wrong with them.
    public func check(_ changes: ProfileChanges) -> (changes: ProfileChanges, problems: [Problem]) {
        var changes = changes
        var problems: [Problem] = []
        func limit(_ length: Int, _ most: Int, _ field: String) {
            guard length > most else { return }
            problems.append(Problem(field: field, description: "is too long (maximum is \(most) characters)"))
        }
        if let name = changes.displayName.map(ProfileLine.line) {
            changes.displayName = name
            limit(name.count, displayNameCharacters, "Display name")
        }
        if let note = changes.note.map(ProfileLine.lines) {
            changes.note = note
            limit(StatusText.parse(note).length, noteCharacters, "Note")
        }
        if let written = changes.fields {
            let fields = written.map {
                ProfileField(name: ProfileLine.line($0.name), value: ProfileLine.line($0.value))
            }
            .filter { !$0.name.isEmpty || !$0.value.isEmpty }
            changes.fields = fields
            if fields.count > self.fields {
                problems.append(Problem(field: "Fields", description: "are too many (maximum is \(self.fields))"))
            }
            if fields.contains(where: \.name.isEmpty) {
                problems.append(Problem(field: "Field name", description: "can't be blank"))
            }
            limit(fields.map(\.name.count).max() ?? 0, fieldCharacters, "Field name")
            limit(fields.map(\.value.count).max() ?? 0, fieldCharacters, "Field value")
        }
        if let tag = changes.defaultLanguage, !tag.isEmpty {
            if let language = Language.normalise(tag) {
                changes.defaultLanguage = language
            } else {
                problems.append(Problem(field: "Language", description: "is not a known language"))
            }
        }
        return (changes, problems)
    }
}
