// The shares of the weekend's engagements, people and texts (DESIGN, section 6).

enum Mix {
    // Engagements of the first day: originals 27 %, reblogs 62 %, replies 11 %, most of which answer the call itself.
    static let originals = 27.0
    static let reblogs = 62.0
    static let replies = 11.0
    /// Replies to the call were 83 k × (1 − e^(−t / 30 h)): of the first day's 500 k engagements 9.1 %.
    static let repliesToCall = 9.14
    /// Those of the top 100 posts among all reblogs.
    static let topReblogs = 0.13
    static let topPosts = 100
    /// Those of the call itself among all reblogs.
    static let reblogsOfCall = 0.01

    /// Posts and reblogs of a person. People return by Simon's process ("On a class of skew distribution functions",
    /// 1955): a new one with the chance 1 / 2.3, else whoever did some earlier event; so 64 % post once, a few very often.
    static let postsPerPerson = 2.3

    /// Of all events: answers that are counted and not seen, by the poll or silently.
    static let quiet = 0.08
    static let votesAmongQuiet = 0.6
    /// Votes and silent answers by people who have not done anything else so far.
    static let quietByNewPeople = 0.7

    /// Events of the days before the call, added to the rest: #WomenBoycottTwitter, and #YesAllWomen long before.
    static let before = 0.03

    // Afterthoughts, of authored posts; withdrawals of people who answer for the first time.
    static let deleted = 0.012
    static let edited = 0.012
    static let editsThatDropTags = 0.4
    static let withdrawals = 0.01
    static let withdrawalsWithPosts = 0.5

    // Authored texts.
    static let contents: [(content: Content, share: Double)] = [
        (.meToo, 47), (.solidarity, 33), (.account, 11), (.news, 7), (.hostile, 2),
    ]
    static let taggedReplies = 0.6
    static let oneTag = 0.80
    static let twoTags = 0.13
    static let phoneNumbers = 1.0 / 500

    // The attack.
    static let puppetsWhoDelete = 0.1
    static let puppetsOnTheTag = 0.3
}
