// What a profile may hold: lengths, and the form in which texts are stored.

public import Basics

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

    /// One thing that is wrong: the parameter's name, Mastodon's code, and a sentence without its subject.
    public struct Problem: Sendable, Equatable {
        public var field: String
        public var code: String
        public var description: Sentence
    }

    /// The changes in the form in which they are stored, and all that is wrong with them.
    public func check(_ changes: ProfileChanges) -> (changes: ProfileChanges, problems: [Problem]) {
        var changes = changes
        var problems: [Problem] = []
        func add(_ field: String, _ code: String, _ description: Sentence) {
            problems.append(Problem(field: field, code: code, description: description))
        }
        func limit(_ length: Int, _ most: Int, _ field: String) {
            guard length > most else { return }
            add(field, "ERR_TOO_LONG", "is too long (maximum is \(most: most) characters)")
        }
        if let name = changes.displayName.map(ProfileLine.line) {
            changes.displayName = name
            limit(name.count, displayNameCharacters, "display_name")
        }
        if let note = changes.note.map(ProfileLine.lines) {
            changes.note = note
            limit(StatusText.parse(note).length, noteCharacters, "note")
        }
        if let written = changes.fields {
            let fields = written.map {
                ProfileField(name: ProfileLine.line($0.name), value: ProfileLine.line($0.value))
            }
            .filter { !$0.name.isEmpty || !$0.value.isEmpty }
            changes.fields = fields
            if fields.count > self.fields {
                add("fields", "ERR_TOO_LONG", "are too many (maximum is \(most: self.fields))")
            }
            if fields.contains(where: \.name.isEmpty) {
                add("fields", "ERR_FIELDS_WITH_VALUES_MISSING_LABELS", "contain values with missing labels")
            }
            limit(fields.map(\.name.count).max() ?? 0, fieldCharacters, "field_name")
            limit(fields.map(\.value.count).max() ?? 0, fieldCharacters, "field_value")
        }
        if let tag = changes.defaultLanguage, !tag.isEmpty {
            if let language = Language.normalise(tag) {
                changes.defaultLanguage = language
            } else {
                add("language", "ERR_INCLUSION", "is not a known language")
            }
        }
        return (changes, problems)
    }
}
