// What moderators see of a tag or call of late.

public struct SubjectFigures: Sendable, Equatable {
    /// Posts of the last day, and the people who wrote them.
    public var posts: Int64
    public var people: Int64
    /// Of these people, those whose accounts are not a week old.
    public var newPeople: Int64
    public var openReports: Int64 = 0
    /// Posts that wait for a moderator because of it.
    public var held: Int64 = 0
    /// There are more posts than were looked at.
    public var isCut = false

    public init(posts: Int64 = 0, people: Int64 = 0, newPeople: Int64 = 0) {
        (self.posts, self.people, self.newPeople) = (posts, people, newPeople)
    }
}
