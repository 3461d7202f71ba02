// Whose statuses a list is of: everybody's, those of people here, or those of people of other servers.

public enum TimelineOrigin: Sendable, Hashable, CaseIterable {
    case all, local, remote

    public func admits(isLocal: Bool) -> Bool {
        switch self {
        case .all: true
        case .local: isLocal
        case .remote: !isLocal
        }
    }
}
