// The sock puppets of a plan.
import Testing

@testable import Replay

@Suite("The attack")
struct AttackTests {
    private let plan: [ReplayEvent]
    private let options: PlanOptions

    init() {
        var options = Plans.options(events: 20_000, hours: 4)
        options.hasAttack = true
        self.options = options
        plan = Plans.all(options)
    }

    @Test("has twenty new puppets a minute for an hour")
    func puppets() {
        let puppets = Set(plan.map(\.person)).filter { Int($0) >= options.people }
        #expect(options.puppets == 1200)
        #expect(puppets.count == 1200)
    }

    @Test("pushes one tag with long texts that hardly differ")
    func texts() {
        let adverts = plan.filter { $0.post?.content == .advert }
        #expect(adverts.allSatisfy { $0.post?.tags.contains(.attack) == true })
        let texts = adverts.map { ReplayText.of($0, content: .advert, tags: .attack, options: options).text }
        #expect(texts.allSatisfy { $0.count > 150 && $0.hasSuffix("#BuyFollowersNow") })
        #expect(Set(texts.map { $0.prefix(40) }).count == 1)
    }

    @Test("deletes a tenth of its posts within ten minutes")
    func deletions() {
        var written: [PostNumber: Int64] = [:]
        var deleted = 0
        for event in plan where Int(event.person) >= options.people {
            if let post = event.post { written[post.number] = event.at }
            guard case .delete(let post) = event.action, let at = written[post] else { continue }
            deleted += 1
            #expect(event.at - at <= 600_000)
        }
        #expect(abs(Double(deleted) / Double(written.count) - 0.1) < 0.03)
    }

    @Test("comes with a made-up phone number in one of five hundred posts")
    func phoneNumbers() {
        let posts = plan.filter { $0.post != nil && $0.post?.content != .advert }
        let texts = posts.compactMap { event in
            event.post.map { ReplayText.of(event, content: $0.content, tags: $0.tags, options: options).text }
        }
        let numbers = texts.filter { $0.contains("555-01") }.count
        #expect(numbers > 0 && numbers < texts.count / 150)
    }

    @Test("is not there unless asked for")
    func absent() {
        #expect(!Plans.day.contains { $0.post?.content == .advert })
    }
}
