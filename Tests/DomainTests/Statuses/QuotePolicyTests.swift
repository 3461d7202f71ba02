import Domain
import Testing

@Suite("Who may quote")
struct QuotePolicyTests {
    @Test("the author always, others as the policy says, a direct status nobody")
    func canQuote() {
        let cases: [(Visibility, QuotePolicy, Standing?, Bool)] = [
            (.public, .everyone, [], true), (.unlisted, .everyone, [], true), (.public, .everyone, nil, false),
            (.public, .everyone, .isBlocked, false), (.public, .followers, [], false),
            (.public, .followers, .follows, true), (.public, .nobody, .follows, false),
            (.public, .nobody, .isSelf, true), (.private, .everyone, .follows, false),
            (.private, .nobody, .isSelf, true), (.direct, .everyone, .isSelf, false),
        ]
        for (visibility, policy, standing, expected) in cases {
            #expect(
                StatusPolicy.canQuote(visibility: visibility, policy: policy, standing: standing) == expected,
                "\(visibility) \(policy)"
            )
        }
    }

    @Test("what is not open is for its author alone to quote, and quotes of it stay among followers")
    func held() {
        #expect(QuotePolicy.everyone.held(to: .unlisted) == .everyone)
        #expect(QuotePolicy.everyone.held(to: .private) == .nobody)
        #expect(StatusPolicy.visibility(.public, quoting: .private) == .private)
        #expect(StatusPolicy.visibility(.direct, quoting: .private) == .direct)
        #expect(StatusPolicy.visibility(.public, quoting: .public) == .public)
    }
}
