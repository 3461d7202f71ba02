// Who may see what: the whole table of viewer × visibility × relationship, written out.

import Domain
import Testing

@Suite struct StatusPolicyTests {
    /// Columns: public, unlisted, private, direct; each "see/list" as s (seen and listed), d (seen directly only), - (not at all).
    static let table: [(viewer: String, standing: Standing?, isMentioned: Bool, expected: String)] = [
        ("nobody signed in", nil, false, "ss--"),
        ("the author", .isSelf, false, "ssss"),
        ("a stranger", [], false, "ss--"),
        ("a stranger who is mentioned", [], true, "ssss"),
        ("a follower", .follows, false, "sss-"),
        ("a follower who is mentioned", .follows, true, "ssss"),
        ("one who blocked the author", .blocks, false, "dd--"),
        ("one who blocked the author and is mentioned", .blocks, true, "dddd"),
        ("one whom the author blocked", .isBlocked, false, "----"),
        ("one whom the author blocked, mentioned", .isBlocked, true, "----"),
        ("a follower whom the author blocked", [.follows, .isBlocked], true, "----"),
        ("one who muted the author", .mutes, false, "dd--"),
        ("a follower who muted the author", [.follows, .mutes], false, "ddd-"),
        ("a follower who muted the author, mentioned", [.follows, .mutes], true, "dddd"),
        ("one who blocked the author's domain", .blocksDomain, false, "dd--"),
    ]

    @Test("every viewer sees exactly what the table says", arguments: table)
    func sees(viewer: String, standing: Standing?, isMentioned: Bool, expected: String) {
        let seen = Visibility.allCases.map { visibility -> Character in
            let sees = StatusPolicy.canSee(visibility: visibility, standing: standing, isMentioned: isMentioned)
            let lists = StatusPolicy.isListed(visibility: visibility, standing: standing, isMentioned: isMentioned)
            #expect(sees || !lists, "\(viewer): listed but not seen")
            return lists ? "s" : sees ? "d" : "-"
        }
        #expect(String(seen) == expected, "\(viewer)")
    }

    @Test("open posts are reblogged by all, private ones by their author, direct ones by nobody")
    func reblogs() {
        let rows: [(Standing, String)] = [(.isSelf, "yyy-"), ([], "yy--"), (.follows, "yy--"), (.isBlocked, "----")]
        for (standing, expected) in rows {
            let can = Visibility.allCases.map { visibility -> Character in
                StatusPolicy.canReblog(visibility: visibility, standing: standing) ? "y" : "-"
            }
            #expect(String(can) == expected)
        }
    }
}
