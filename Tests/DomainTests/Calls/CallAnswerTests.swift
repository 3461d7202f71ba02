import Basics
import Domain
import Testing

@Suite("What one person answers")
struct CallAnswerTests {
    @Test("what is said and what is chosen are counted apart, and who did both a third time")
    func cells() {
        let post = CallAnswer.Post(statusID: 1, option: -1, at: Timestamp(seconds: 5))
        let named = CallAnswer.Post(statusID: 2, option: 1, at: Timestamp(seconds: 9))
        #expect(CallAnswer(choice: nil, posts: []) == nil)
        let spoken = CallAnswer(choice: nil, posts: [post, named])
        #expect(spoken?.spoken == .init(option: 1, firstAt: Timestamp(seconds: 5)))
        // The choice moves nothing of what was said.
        let both = CallAnswer(choice: 0, posts: [post, named])
        #expect(both?.spoken == spoken?.spoken)
        #expect(both?.cells.map { [$0.option, $0.kind.rawValue] } == [[1, 1], [0, 2], [1, 3]])
        #expect(CallAnswer(choice: 0, posts: [])?.cells.map { [$0.option, $0.kind.rawValue] } == [[0, 2]])
    }

    @Test("a text names an answer where it has its words, and only one")
    func options() {
        let options = ["Me too", "I stand with you"]
        #expect(CallAnswer.option(in: "ME TOO!!! #MeToo", among: options) == 0)
        #expect(CallAnswer.option(in: "I stand, with you.", among: options) == 1)
        #expect(CallAnswer.option(in: "me too, and I stand with you", among: options) == -1)
        #expect(CallAnswer.option(in: "some tooth", among: options) == -1)
        #expect(CallAnswer.option(in: "#metoo", among: options) == -1)
        #expect(CallAnswer.option(in: "私も です", among: ["私も", "そばにいます"]) == 0)
        #expect(CallAnswer.option(in: "私も辛かった", among: ["私も", "そばにいます"]) == 0)
        #expect(CallAnswer.option(in: "Yes, often!", among: ["Yes", "Yes, often"]) == 1)
        #expect(CallAnswer.option(in: "yes", among: ["Yes", "Yes, often"]) == 0)
        #expect(CallAnswer.option(in: "", among: ["", "!"]) == -1)
    }
}
