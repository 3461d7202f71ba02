// Refusals that carry numbers and names, in languages that share no letter with English.
import Basics
import Domain
import Localization
import Media
import Services
import TestSupport
import Testing

@Suite("The words of refusals")
struct RefusalWordsTests {
    private let alice = PeopleFixture.alice
    private let bob = PeopleFixture.bob

    private static func limits() -> Limits {
        var limits = Limits()
        (limits.follows, limits.followedTags, limits.domainBlocks, limits.filterParts) = (1, 1, 1, 1)
        (limits.scheduled.total, limits.importBytes, limits.passwordCost) = (1, 1 << 20, 4)
        return limits
    }

    private func text(_ count: Int) -> String { String(repeating: "x", count: count) }

    /// What each of them is refused with.
    private func refusals(_ here: PeopleFixture) async throws -> [Sentence] {
        let (services, user) = (here.services, try await here.user(alice))
        var sentences: [Sentence] = []
        func refused(_ name: String, _ body: () async throws -> Void) async {
            do {
                try await body()
                Issue.record("\(name) was not refused")
            } catch ServiceError.invalid(let sentence), ServiceError.forbidden(let sentence) {
                sentences.append(sentence)
            } catch ServiceError.invalidFields(let problems) {
                sentences += problems.flatMap { [$0.sentence, $0.description] }
            } catch {
                Issue.record("\(name): \(error)")
            }
        }
        await refused("a long post") { _ = try await services.postStatus(StatusDraft(text: text(501)), by: user) }
        await refused("a heavy post") {
            let heavy = String(repeating: "e" + String(repeating: "\u{301}", count: 400), count: 60)
            _ = try await services.postStatus(StatusDraft(text: heavy), by: user)
        }
        await refused("many files") {
            _ = try await services.postStatus(StatusDraft(text: "a", mediaIDs: [1, 2, 3, 4, 5]), by: user)
        }
        await refused("a file of nobody") {
            _ = try await services.postStatus(StatusDraft(text: "a", mediaIDs: [7]), by: user)
        }
        await refused("many options") {
            let poll = PollDraft(options: ["a", "b", "c", "d", "e"], expiresIn: 600)
            _ = try await services.postStatus(StatusDraft(text: "a", poll: poll), by: user)
        }
        await refused("a long option") {
            let poll = PollDraft(options: ["a", text(51)], expiresIn: 600)
            _ = try await services.postStatus(StatusDraft(text: "a", poll: poll), by: user)
        }
        await refused("scheduled posts") {
            let moment = here.time.clock.now() + .seconds(3600)
            for word in ["one", "two"] {
                _ = try await services.scheduleStatus(StatusDraft(text: word), at: moment, by: user)
            }
        }
        await refused("follows") {
            for other in [bob, PeopleFixture.charlie] { _ = try await services.followAccount(other, by: alice) }
        }
        await refused("tags") {
            for tag in ["one", "two"] { try await services.followTag(try #require(TagName(tag)), by: alice) }
        }
        await refused("domains") {
            for host in ["one.example", "two.example"] { try await services.blockDomain(host, by: alice) }
        }
        await refused("a note") { _ = try await services.setAccountNote(text(2001), about: bob, by: alice) }
        await refused("a comment") {
            _ = try await services.report(ReportDraft(targetID: bob, comment: text(1001)), by: alice)
        }
        await refused("a list") { _ = try await services.createList(ListChanges(title: text(257)), by: alice) }
        await refused("a filter") {
            let keywords = ["a", "b"].map { FilterChanges.Keyword(keyword: $0) }
            let changes = FilterChanges(title: "a", contexts: [.home], keywords: keywords)
            _ = try await services.createFilter(changes, by: alice)
        }
        await refused("a filter's title") {
            _ = try await services.createFilter(FilterChanges(title: text(513), contexts: [.home]), by: alice)
        }
        await refused("an appeal") { try await services.appeal(1, text(2001), by: alice) }
        await refused("an import") {
            let bytes = [UInt8](repeating: 0x61, count: 1 << 20 | 1)
            _ = try await services.offerImport(bytes, fileName: "x", kind: .blocks, overwrites: false, by: alice)
        }
        await refused("columns") {
            let bytes = Array("list name,x\nFriends,y".utf8)
            _ = try await services.offerImport(bytes, fileName: "x", kind: .lists, overwrites: false, by: alice)
        }
        await refused("a profile") {
            let fields = (0..<5).map { ProfileField(name: $0 == 0 ? text(256) : "a\($0)", value: text(256)) }
            let changes = ProfileChanges(displayName: text(31), note: text(501), fields: fields)
            try await services.updateProfile(of: alice, changes)
        }
        await refused("an account") {
            let new = NewAccount(username: text(31), email: "x", password: "short", reason: text(501), agreement: false)
            _ = try await services.createAccount(new)
        }
        for draft in drafts {
            if let problem = draft.problem(at: here.time.clock.now()) { sentences.append(problem) }
        }
        return sentences
    }

    private var drafts: [CallDraft] {
        let good = CallDraft(prompt: "Say it", tag: "metoo", answers: ["Me too", "I stand with you"])
        let changes: [(inout CallDraft) -> Void] = [
            { $0.tag = self.text(256) }, { $0.answers = (0..<11).map { "Answer \($0)" } },
            { $0.answers[0] = self.text(101) }, { $0.suggestedBy = self.text(201) },
            { $0.resources = Array(repeating: CallResource(name: "a"), count: 41) },
            { $0.resources = [CallResource(name: self.text(201))] },
        ]
        return changes.map { change in
            var draft = good
            change(&draft)
            return draft
        }
    }

    @Test("no refusal with a value says an English word in Arabic or Japanese", arguments: TestEngine.available)
    func languages(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine, limits: Self.limits()) { here in
            let sentences = try await refusals(here)
            #expect(sentences.count > 40)
            for language in [InterfaceLanguage.ar, .ja] {
                for sentence in sentences {
                    let missing = MissingTexts()
                    let words = MissingTexts.$current.withValue(missing) { Localizer.of(language).text(sentence) }
                    #expect(missing.all == [], "\(sentence)")
                    // Names of files and units are the same everywhere.
                    let bare = words.replacing(/List name|Account address|MB|CSV/, with: "")
                    #expect(!bare.contains(/[A-Za-z]{2}/), "\(words)")
                    #expect(!words.contains("{"), "\(words)")
                }
            }
        }
    }
}
