// Small questions about texts that came from forms.

extension String {
    /// Nil for the empty text: a parameter that is there but says nothing.
    var nonBlank: String? { isEmpty ? nil : self }
}
