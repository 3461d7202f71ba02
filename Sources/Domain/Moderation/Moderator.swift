// Who moderates, and on whom.

public import Basics

/// By whom something is done to accounts and posts. The role behind an account is read when it acts, so that whoever was one
/// yesterday decides nothing today.
public enum Moderator: Sendable, Equatable {
    case account(Int64)
    /// Whoever has a shell on the server's machine, and with it everything.
    case commandLine
    /// What comes to its end by itself.
    case server

    public var accountID: Int64? { if case .account(let id) = self { id } else { nil } }
}

/// How far a moderator's word reaches.
public enum ModeratorRank: Int, Comparable, Sendable {
    case moderator = 1
    case admin = 2
    case owner = 3

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

public enum ModerationPolicy {
    /// Nil for who does not moderate.
    public static func rank(of role: Role) -> ModeratorRank? {
        switch role {
        case .user: nil
        case .moderator: .moderator
        case .admin: .admin
        }
    }

    /// Why somebody may not be acted on; nil where they may: nobody acts on an equal or on somebody above, nor on themselves.
    ///
    /// - Parameter role: of the login of `target`; nil where it has none.
    public static func refusal(
        _ moderator: Moderator,
        _ rank: ModeratorRank,
        on target: Int64,
        role: Role?
    ) -> ModerationRefusal? {
        if moderator.accountID == target { return .oneself }
        guard let held = role.flatMap(rank(of:)), rank <= held else { return nil }
        return .rank
    }
}

extension ModerationPolicy {
    /// An act as a moderator may read it; nil for what is said about them among others: notes, and what is done with reports.
    public static func shown(_ action: ModerationAction, to reader: Moderator) -> ModerationAction? {
        guard let account = reader.accountID, account == action.targetID else { return action }
        switch action.kind {
        case .note, .assignReport, .unassignReport, .resolveReport, .reopenReport, .classifyReport: return nil
        default:
            var action = action
            (action.note, action.reportID) = ("", nil)
            return action
        }
    }
}

public enum ModerationRefusal: Sendable, Equatable {
    case oneself
    case rank

    public var sentence: Sentence {
        switch self {
        case .oneself: "Nobody moderates their own account"
        case .rank: "Only somebody of a higher role can moderate this account"
        }
    }
}
