// The accounts that play: who calls, who answers, who attacks, who moderates.

/// One account with its access token.
public struct Member: Sendable, Equatable {
    public var id: Int64
    public var name: String
    public var token: String

    public init(id: Int64, name: String, token: String) {
        self.id = id
        self.name = name
        self.token = token
    }
}

public enum Part: String, Sendable, CaseIterable {
    case caller, person, puppet, admin
}

/// All accounts of a replay. Events name people by their place: people first, then puppets.
public struct Cast: Sendable, Equatable {
    public var caller: Member?
    public var admin: Member?
    public var people: [Member] = []
    public var puppets: [Member] = []

    public init() {}

    public mutating func add(_ member: Member, as part: Part) {
        switch part {
        case .caller: caller = member
        case .admin: admin = member
        case .person: people.append(member)
        case .puppet: puppets.append(member)
        }
    }

    /// - Parameter person: of an event.
    func member(_ person: Int32) -> Member? {
        let place = Int(person)
        if place < people.count { return people[place] }
        return place - people.count < puppets.count ? puppets[place - people.count] : nil
    }

    /// Throws what is missing for these options.
    public func validate(for options: PlanOptions) throws(ReplayError) {
        guard caller != nil else {
            throw ReplayError("The tokens name no caller: make them with `chorus replay prepare`.")
        }
        guard people.count >= options.people else {
            throw ReplayError("The tokens are of \(people.count) people, --accounts asks for \(options.people).")
        }
        guard puppets.count >= options.puppets else {
            throw ReplayError(
                "The attack needs \(options.puppets) puppets, the tokens are of \(puppets.count): make them with --attack."
            )
        }
        guard !options.hasAttack || admin != nil else {
            throw ReplayError("--attack needs somebody who suspends: give --admin-token, or tokens made with --attack.")
        }
    }
}
