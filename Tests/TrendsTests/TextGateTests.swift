// The gate of near-identical texts: copies with a word changed, and what people write in their own words.

import Testing
import Trends

@Suite("Gate of near-identical texts")
struct TextGateTests {
    @Test("texts in which a word was changed are still the same text; what people write in their own words is not")
    func nearTexts() throws {
        let names = ["soon", "friends", "please", "really", "folks", "always", "often", "cheaply"]
        let course = Course()
        let puppets = course.run(people: 0..<60, seconds: 60) { n in
            var words = "look here and buy a great many new followers for your page today while the offer lasts".split {
                $0 == " "
            }.map(String.init)
            words[Int(n * 7) % words.count] = names[Int(n) % names.count]
            return words.joined(separator: " ")
        }
        #expect(try #require(puppets).failures.map(\.gate) == [.texts])
        course.wait(hours: 1)
        #expect(try #require(course.refresh()).state == .held)
        let people = Course()
        let nouns = ["garden", "train", "office", "school", "street", "kitchen", "market", "harbour", "library"]
        let found = people.run(people: 0..<60, seconds: 60) { n in
            let place = { (step: Int64) in nouns[Int(n * step + n / 9) % nouns.count] }
            return
                "me too it was in the \(place(1)) by the \(place(2)), and \(place(4)) \(place(5)) nobody \(place(7)) asked"
        }
        #expect(try #require(found).state == .listed)
    }
}
