// The flags that decide what is played.

public import ArgumentParser
public import Replay

extension ReplayLevel: ExpressibleByArgument {
    public init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}

struct PlanArguments: ParsableArguments {
    @Option(help: "The same seed gives the same posts by the same people at the same simulated times.")
    var seed: UInt64 = 2017

    @Option(
        help: ArgumentHelp(
            "How much happens, in events for each simulated second.",
            discussion: """
                L1: 15 and L2: 75 in the busiest hour, in the weekend's shape. L3: 1,000, even, for a minute. L4: 139, even, \
                all day. At --speed 60 the server sees 60 times as much.
                """
        )
    )
    var level = ReplayLevel.l1

    @Option(help: "As many events over all hours, in the weekend's shape, instead of a level.")
    var events: Int?

    @Option(help: "Simulated hours from the call on, at most 240. (default: 4; L3: a minute; L4: 24)")
    var hours: Double?

    @Option(help: "People who may act. (default: as many as post 2.3 times each, at most 200,000)")
    var accounts: Int?

    @Flag(help: "Posts, replies and boosts only, by Mastodon's API: for servers without calls.")
    var plain = false

    @Option(help: "The part of the answers with the call's tag that paste the call's own words: 0.7 is 70 %.")
    var pasted = 0.0

    @Flag(
        help: ArgumentHelp(
            "Sock puppets push #BuyFollowersNow in the middle, an hour at most; at the end they are suspended.",
            discussion: "One in 500 posts of the movement then has a made-up phone number in it."
        )
    )
    var attack = false

    @Option(help: "Sock puppets for each simulated minute of the attack.")
    var puppets = 20

    @Option(
        help: ArgumentHelp(
            "Put every other one of the people on as many made-up servers, which send what they do, signed, to the inbox.",
            discussion: "The server must be on this machine, and serve with --outbound-private 127.0.0.0/8."
        )
    )
    var origins = 0

    func options() -> PlanOptions {
        var options = PlanOptions(level: level, events: events, hours: hours)
        options.seed = seed
        options.hasCall = !plain
        options.pasted = pasted
        options.hasAttack = attack
        options.puppetsPerMinute = puppets
        options.origins = origins
        options.people = accounts ?? 2
        return options
    }
}

struct ReplayStorage: ParsableArguments {
    @Option(name: .customLong("data-dir"), help: "The server's data folder: accounts are made in it.")
    var dataDirectory: String?

    @Option(help: "The server's database (postgres://user@host/name) instead of the SQLite file in the folder.")
    var database: String?

    @Option(help: "The server's YAML file of settings.")
    var config: String?

    var isGiven: Bool { dataDirectory != nil || database != nil || config != nil }

    /// As every command finds the database; the address under which people reach the server does not matter here.
    func common() throws -> CommonOptions {
        let given = [("data-dir", dataDirectory), ("database", database), ("config", config)]
        return try CommonOptions.parse(given.compactMap { name, value in value.map { "--\(name)=\($0)" } })
    }
}
