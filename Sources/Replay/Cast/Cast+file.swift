// The tokens file: one account a line, the part, the id, the name and the token between tabs.

extension Cast {
    static let head = "# chorus replay: tokens of synthetic accounts. Whoever has this file can post as them.\n"

    static func line(_ member: Member, as part: Part) -> String {
        "\(part.rawValue)\t\(member.id)\t\(member.name)\t\(member.token)\n"
    }

    /// Reads a tokens file. Throws a sentence with the number of the line that is wrong.
    public init(text: String) throws(ReplayError) {
        self.init()
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count == 4, let part = Part(rawValue: String(fields[0])), let id = Int64(fields[1]),
                !fields[3].isEmpty
            else {
                throw ReplayError(
                    "Line \(number + 1) of the tokens is not a part (caller, person, puppet or admin), an id, a name and a token between tabs."
                )
            }
            add(Member(id: id, name: String(fields[2]), token: String(fields[3])), as: part)
        }
    }
}

extension Cast {
    /// The whole file.
    public var text: String {
        var text = Cast.head
        if let caller { text += Cast.line(caller, as: .caller) }
        if let admin { text += Cast.line(admin, as: .admin) }
        for person in people { text += Cast.line(person, as: .person) }
        for puppet in puppets { text += Cast.line(puppet, as: .puppet) }
        return text
    }
}
