// What is asked of somebody who makes an account, and which answers are acceptable.

public import Basics
internal import Database
public import Domain
internal import Storage

/// A wish for an account, as it came from a form, an app or the command line.
public struct NewAccount: Sendable, Equatable {
    public var username: String
    public var email: String
    /// Nil to have one made.
    public var password: String?
    public var role: Role
    /// Language of the interface, as a locale (`de-AT`); an unknown one counts as English.
    public var locale: String?
    /// Why they would like to join.
    public var reason: String?
    /// Of the invite they came with.
    public var inviteCode: String?
    /// When they were born, as ISO 8601 has it; looked at where there is a minimum age, and never kept.
    public var dateOfBirth: String?
    /// Agreed to the rules.
    public var agreement: Bool
    /// The owner may take names that speak for the server.
    public var allowsReservedName: Bool
    /// Where the wish comes from.
    public var address: ClientAddress?

    public init(
        username: String,
        email: String,
        password: String?,
        role: Role = .user,
        locale: String? = nil,
        reason: String? = nil,
        inviteCode: String? = nil,
        dateOfBirth: String? = nil,
        agreement: Bool,
        allowsReservedName: Bool = false,
        address: ClientAddress? = nil
    ) {
        self.username = username
        self.email = email
        self.password = password
        self.role = role
        self.locale = locale
        self.reason = reason
        self.inviteCode = inviteCode
        self.dateOfBirth = dateOfBirth
        self.agreement = agreement
        self.allowsReservedName = allowsReservedName
        self.address = address
    }
}

extension NewAccount {
    public static let reasonCharacters = 500

    /// What is wrong with the fields in themselves, in Mastodon's codes. Descriptions follow the field's name in a sentence.
    ///
    /// - Parameter asksReason: whether a reason has to be given.
    func problems(_ limits: Limits, asksReason: Bool = false) -> [FieldError] {
        var problems = usernameProblems + emailProblems
        if let password { problems += NewAccount.passwordProblems(password, limits.passwordCharacters) }
        if !agreement { problems.append(.init("agreement", .accepted, "must be accepted")) }
        if asksReason, reason.map({ AppRules.withoutControls($0) })?.nonBlank == nil {
            problems.append(.init("reason", .blank, "can't be blank"))
        }
        if let reason, reason.unicodeScalars.count > NewAccount.reasonCharacters {
            let most = NewAccount.reasonCharacters
            problems.append(.init("reason", .tooLong, "is too long (maximum is \(most: most) characters)"))
        }
        return problems
    }

    /// What is wrong with a date of birth where people must be so old.
    func birthProblems(_ years: Int, at now: Timestamp) -> [FieldError] {
        guard years > 0 else { return [] }
        guard let text = dateOfBirth?.trimmed, !text.isEmpty else { return [.birthBlank] }
        guard let date = BirthDate(iso: text) else { return [.birthInvalid] }
        return date.isOld(years: years, at: now) ? [] : [.tooYoung]
    }

    private var usernameProblems: [FieldError] {
        if username.isEmpty { return [.init("username", .blank, "can't be blank")] }
        var problems: [FieldError] = []
        if username.utf8.count > Username.maximumLength {
            let most = Username.maximumLength
            problems.append(.init("username", .tooLong, "is too long (maximum is \(most: most) characters)"))
        }
        if !username.utf8.allSatisfy(ASCII.isWord) {
            problems.append(.init("username", .invalid, "must contain only letters, numbers and underscores"))
        } else if !allowsReservedName, Username.isReserved(username) {
            problems.append(.init("username", .reserved, "is reserved"))
        }
        return problems
    }

    private var emailProblems: [FieldError] {
        if email.trimmed.isEmpty { return [.init("email", .blank, "can't be blank")] }
        if email.utf8.count > EmailAddress.maximumBytes {
            return [.init("email", .tooLong, "is too long (maximum is \(most: EmailAddress.maximumBytes) characters)")]
        }
        guard EmailAddress.validate(email) == nil else { return [] }
        return [.init("email", .invalid, "is not an e-mail address")]
    }

    static func passwordProblems(_ password: String, _ length: ClosedRange<Int>) -> [FieldError] {
        if password.isEmpty { return [.init("password", .blank, "can't be blank")] }
        let count = password.unicodeScalars.count
        if count < length.lowerBound {
            return [.init("password", .tooShort, "is too short (minimum is \(number: length.lowerBound) characters)")]
        }
        guard count > length.upperBound else { return [] }
        return [.init("password", .tooLong, "is too long (maximum is \(most: length.upperBound) characters)")]
    }

    /// Which of the unique fields somebody else has.
    func taken(_ connection: Connection) throws -> [FieldError] {
        var problems: [FieldError] = []
        if Username.isValid(username),
            try AccountQueries.id(username: username, domain: "", connection) != nil
                || LoginQueries.isBuried(username, connection)
        {
            problems.append(.usernameTaken)
        }
        if let email = EmailAddress.validate(email), try UserQueries.isEmailTaken(email, connection) {
            problems.append(.emailTaken)
        }
        return problems
    }
}

/// Mastodon's codes for refused fields, those in use here.
enum FieldErrorCode: String {
    case accepted = "ERR_ACCEPTED"
    case belowLimit = "ERR_BELOW_LIMIT"
    case blank = "ERR_BLANK"
    case invalid = "ERR_INVALID"
    case reserved = "ERR_RESERVED"
    case taken = "ERR_TAKEN"
    case tooLong = "ERR_TOO_LONG"
    case tooShort = "ERR_TOO_SHORT"
}

extension FieldError {
    init(_ field: String, _ code: FieldErrorCode, _ description: Sentence) {
        self.init(field: field, code: code.rawValue, description: description)
    }

    static let birthBlank = FieldError("date_of_birth", .blank, "can't be blank")
    static let birthInvalid = FieldError("date_of_birth", .invalid, "is not a date like 2001-04-30")
    static let tooYoung = FieldError("date_of_birth", .belowLimit, "is below the age limit")
    static let usernameTaken = FieldError("username", .taken, "has already been taken")
    static let emailTaken = FieldError("email", .taken, "has already been taken")
}
