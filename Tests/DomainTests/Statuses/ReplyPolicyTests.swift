// Who may reply, by the word of one author.
import Basics
import Domain
import Testing

@Suite("Who may reply")
struct ReplyPolicyTests {
    private func standing(_ change: (inout ReplyStanding) -> Void) -> ReplyStanding {
        var standing = ReplyStanding()
        change(&standing)
        return standing
    }

    @Test("each policy lets in whom it names, the author always, those named unless nobody can")
    func policies() {
        let stranger = ReplyStanding()
        let people = [
            stranger, standing { $0.follows = true }, standing { $0.isFollowed = true }, standing { $0.isNamed = true },
            standing { $0.isAuthor = true },
        ]
        let allowed: [(ReplyPolicy, [Bool])] = [
            (.everyone, [true, true, true, true, true]),
            (.followers, [false, true, false, true, true]),
            (.followed, [false, false, true, true, true]),
            (.mentioned, [false, false, false, true, true]),
            (.nobody, [false, false, false, false, true]),
        ]
        for (policy, answers) in allowed {
            #expect(people.map { StatusPolicy.replyAccess(policy, $0) == .allowed } == answers, "\(policy)")
            #expect(!people.contains { StatusPolicy.replyAccess(policy, $0) == .waits })
        }
        // With approval the same are let in, and nobody is turned away.
        for policy in ReplyPolicy.allCases where policy.approves {
            for person in people {
                let isLetIn = StatusPolicy.replyAccess(policy.atOnce, person) == .allowed
                #expect(StatusPolicy.replyAccess(policy, person) == (isLetIn ? .allowed : .waits))
            }
        }
        #expect(allowed.count == ReplyPolicy.allCases.filter { !$0.approves }.count)
        for policy in ReplyPolicy.allCases { #expect(ReplyPolicy(name: policy.name) == policy) }
        #expect(ReplyPolicy(name: "x") == nil)
    }

    @Test("only what its author above would see can wait for them")
    func waiting() {
        #expect([Visibility.public, .unlisted].allSatisfy { StatusPolicy.canWait($0, isNamed: false) })
        #expect(StatusPolicy.canWait(.private, isNamed: true) && !StatusPolicy.canWait(.private, isNamed: false))
        #expect(!StatusPolicy.canWait(.direct, isNamed: true))
    }

    @Test("a reply is hidden by an author above it, and by nobody else")
    func hiding() {
        let now = Timestamp(milliseconds: 1)
        let root = Status(id: 1, accountID: 1, conversationID: 1, createdAt: now)
        let reply = Status(id: 2, accountID: 2, conversationID: 1, createdAt: now)
        #expect(StatusPolicy.canHide(reply, among: [root], by: 1))
        #expect(!StatusPolicy.canHide(reply, among: [root], by: 2))
        #expect(!StatusPolicy.canHide(reply, among: [root], by: 3))
        #expect(!StatusPolicy.canHide(root, among: [root], by: 1))
        #expect(!StatusPolicy.canHide(reply, among: [], by: 1))
    }
}
