// What somebody wants to call for, and whether it can be.

public import Basics
public import Domain

/// A call before it is posted, as asked for.
public struct CallDraft: Sendable, Equatable {
    public var prompt: String
    /// Without the sign.
    public var tag: String
    public var answers: [String]
    public var visibility: Visibility
    public var spoilerText: String
    public var isSensitive: Bool
    public var language: String?
    public var suggestedBy: String
    public var resources: [CallResource]
    public var closesAt: Timestamp?
    public var appID: Int64?
    public var idempotencyKey: String?
    /// As in `StatusDraft`.
    public var network: UInt32 = 0

    public init(
        prompt: String,
        tag: String,
        answers: [String],
        visibility: Visibility = .public,
        spoilerText: String = "",
        isSensitive: Bool = false,
        language: String? = nil,
        suggestedBy: String = "",
        resources: [CallResource] = [],
        closesAt: Timestamp? = nil,
        appID: Int64? = nil,
        idempotencyKey: String? = nil
    ) {
        self.prompt = prompt
        self.tag = tag
        self.answers = answers
        self.visibility = visibility
        self.spoilerText = spoilerText
        self.isSensitive = isSensitive
        self.language = language
        self.suggestedBy = suggestedBy
        self.resources = resources
        self.closesAt = closesAt
        self.appID = appID
        self.idempotencyKey = idempotencyKey
    }

    private static let mostResources = 40
    /// Ten years in seconds.
    private static let longestTime: Int64 = 315_576_000
    private static let longestField = 200
    private static let longestURL = 1000

    /// What is wrong, in a sentence; nil where nothing is. The length of the prompt is judged with the status.
    public func problem(at now: Timestamp) -> Sentence? {
        if prompt.allSatisfy(\.isWhitespace) { return "A call needs a prompt" }
        if tag.isEmpty { return "A call needs a tag" }
        if tag.utf8.count > TagName.maximumBytes {
            return "The tag is too long (maximum is \(most: TagName.maximumBytes) bytes)"
        }
        if TagName(tag) == nil {
            return "The tag must be one word of letters, digits and underscores"
        }
        if answers.count < 2 { return "A call needs at least two answers" }
        if answers.count > PollLimits.ofCalls.options.upperBound {
            return "A call has at most \(most: PollLimits.ofCalls.options.upperBound) answers"
        }
        if answers.contains(where: { $0.allSatisfy(\.isWhitespace) }) { return "An answer must not be empty" }
        let longest = PollLimits.ofCalls.optionCharacters
        if answers.contains(where: { $0.count > longest || $0.utf8.count > longest * 16 }) {
            return "An answer is longer than \(most: longest) characters"
        }
        // "Me too" and "me too!" could not be told apart in a text.
        let words = answers.map { answer in
            let folded = CallAnswer.folded(answer)
            return folded.isEmpty ? answer : folded
        }
        if Set(words).count < words.count { return "Two answers are the same" }
        if !visibility.isOpen { return "A call must be public or unlisted" }
        if let problem = closesAt.flatMap({ Self.problem(ofEnd: $0, at: now) }) { return problem }
        if suggestedBy.count > Self.longestField {
            return "suggested_by is longer than \(most: Self.longestField) characters"
        }
        return Self.problem(of: resources)
    }

    /// What is wrong with help lines, in a sentence; nil where nothing is.
    static func problem(of resources: [CallResource]) -> Sentence? {
        if resources.count > mostResources { return "A call has at most \(most: mostResources) resources" }
        return resources.lazy.compactMap { problem(of: $0) }.first
    }

    /// What is wrong with an end, in a sentence; nil where nothing is.
    public static func problem(ofEnd closesAt: Timestamp, at now: Timestamp) -> Sentence? {
        if closesAt <= now + .seconds(300) { return "closes_at must be at least five minutes from now" }
        if closesAt > now + .seconds(longestTime) { return "closes_at must be within ten years from now" }
        return nil
    }

    private static func problem(of resource: CallResource) -> Sentence? {
        if resource.name.allSatisfy(\.isWhitespace) { return "A resource needs a name" }
        let isCountry =
            resource.country.utf8.count == 2 && resource.country.utf8.allSatisfy { (0x41...0x5A).contains($0) }
        if !resource.country.isEmpty, !isCountry {
            return "The country of a resource must be two letters, as in ISO 3166"
        }
        for field in [resource.name, resource.phone, resource.language] where field.count > longestField {
            return "A field of a resource is longer than \(most: longestField) characters"
        }
        let isWeb = resource.url.hasPrefix("https://") || resource.url.hasPrefix("http://")
        let isPlain = resource.url.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f } && resource.url.count <= longestURL
        if !resource.url.isEmpty, !isWeb || !isPlain {
            return "The url of a resource must begin with https:// or http://"
        }
        return nil
    }
}
