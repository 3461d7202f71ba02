// What decisions about domains mean for hosts.
import Basics
import Domain
import Testing

@Suite("Decisions about other servers")
struct ServerPoliciesTests {
    private static let now = Timestamp(seconds: 1)

    private static func block(_ domain: String, _ severity: ServerSeverity, media: Bool = false) -> ServerBlock {
        ServerBlock(domain: domain, severity: severity, rejectsMedia: media, createdAt: now)
    }

    @Test("a decision about a domain holds for all below it, and for no neighbour")
    func below() {
        let policies = ServerPolicies([Self.block("bad.example", .suspend), Self.block("a.loud.example", .silence)])
        for host in ["bad.example", "x.bad.example", "x.y.bad.example", "bad.example:8443"] {
            #expect(policies.policy(of: host).isSuspended, "\(host)")
        }
        for host in ["notbad.example", "example", "bad.example.org", "loud.example", ""] {
            #expect(policies.policy(of: host) == ServerPolicy(), "\(host)")
        }
        #expect(policies.policy(of: "b.a.loud.example").isSilenced)
    }

    @Test("of several decisions the strictest part of each counts")
    func several() {
        let policies = ServerPolicies([
            Self.block("example", .noop, media: true), Self.block("b.example", .silence),
            Self.block("a.b.example", .noop),
        ])
        let policy = policies.policy(of: "a.b.example")
        #expect(policy.rejectsMedia && policy.isSilenced && !policy.isSuspended)
    }

    @Test("where only named servers may speak, all others are suspended, and blocks still count")
    func allowlist() {
        let blocks = [Self.block("x.friend.example", .suspend)]
        let policies = ServerPolicies(blocks, allowed: ["friend.example"])
        #expect(!policies.policy(of: "friend.example").isSuspended)
        #expect(!policies.policy(of: "y.friend.example").isSuspended)
        #expect(policies.policy(of: "x.friend.example").isSuspended)
        #expect(policies.policy(of: "stranger.example").isSuspended)
        #expect(!policies.policy(of: "").isSuspended)
        #expect(ServerPolicies([], allowed: []).policy(of: "friend.example").isSuspended)
    }
}
