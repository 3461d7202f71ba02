// Who may reply, as other servers are told.

public import Domain

extension ReplyPolicy {
    /// Addresses of those who may reply at once; nil for everyone. Whom a post names stands there too, as with GoToSocial.
    public func repliers(to author: String, naming named: [String]) -> [String]? {
        let people = ([author] + named).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return switch atOnce {
        case .everyone: nil
        case .followers: ["\(author)/followers"] + people
        case .followed: ["\(author)/following"] + people
        case .mentioned: people
        case .nobody: [author]
        default: nil
        }
    }
}
