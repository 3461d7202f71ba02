// What a profile may hold.
import Domain
import Testing

@Suite("Profile policy")
struct ProfilePolicyTests {
    private let policy = ProfilePolicy(displayNameCharacters: 30, noteCharacters: 500, fields: 4, fieldCharacters: 255)

    @Test(
        "a line has no line breaks, no control characters and no blank edges",
        arguments: [("a\nb", "a b"), ("\u{0}\u{7}", ""), (" a ", "a"), ("a\u{1b}[0m", "a [0m"), ("日本", "日本")]
    )
    func line(_ written: String, _ kept: String) {
        #expect(ProfileLine.line(written) == kept)
    }

    @Test(
        "lines keep their breaks as LF",
        arguments: [("a\r\nb\rc\nd", "a\nb\nc\nd"), ("\r\n a \r\n", "a"), ("a\u{0}b\tc", "ab\tc"), ("\n\r\n", "")]
    )
    func lines(_ written: String, _ kept: String) {
        #expect(ProfileLine.lines(written) == kept)
    }

    @Test("a link in a note counts for 23 characters")
    func links() {
        let note = String(repeating: "a", count: 476) + " https://example.com/" + String(repeating: "b", count: 300)
        #expect(policy.check(ProfileChanges(note: note)).problems.isEmpty)
        #expect(policy.check(ProfileChanges(note: "a" + note)).problems.map(\.field) == ["note"])
    }

    @Test("a family emoji is one character of a name")
    func graphemes() {
        let name = String(repeating: "👩‍👩‍👧‍👦", count: 30)
        #expect(policy.check(ProfileChanges(displayName: name)).problems.isEmpty)
    }

    @Test("a field needs a name, and an empty one is dropped")
    func fields() {
        let (changes, problems) = policy.check(
            ProfileChanges(fields: [ProfileField(name: " ", value: ""), ProfileField(name: "", value: "x")])
        )
        #expect(changes.fields == [ProfileField(name: "", value: "x")])
        #expect(problems.map(\.field) == ["fields"])
    }
}
