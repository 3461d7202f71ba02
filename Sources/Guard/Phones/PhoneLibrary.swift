// libphonenumber, asked a bounded number of times.

import CPhoneNumber

/// What a number is, as the metadata of libphonenumber has it.
struct PhoneNumberFacts {
    var isPossible: Bool
    var isValid: Bool
    var isMobile: Bool
    var isService: Bool
    /// The country's code and the number, digits only.
    var key: String
}

/// Asks libphonenumber: 30 to 100 µs a question, so that a text has a limited number of them.
struct PhoneLibrary {
    private(set) var questionsLeft = 64

    /// - Parameters:
    ///   - digits: 0 to 9 each; at most 20.
    ///   - region: two capital letters, "ZZ" for an international number.
    mutating func facts(_ digits: ArraySlice<UInt8>, region: String) -> PhoneNumberFacts? {
        guard questionsLeft > 0, digits.count <= 20 else { return nil }
        questionsLeft -= 1
        var text = region == "ZZ" ? [CChar(0x2B)] : []
        for digit in digits { text.append(CChar(digit % 10) + 0x30) }
        var facts = phone_number_facts()
        guard phone_number_read(text, text.count, region, &facts) else { return nil }
        return PhoneNumberFacts(
            isPossible: facts.is_possible,
            isValid: facts.is_valid,
            isMobile: facts.is_mobile,
            isService: facts.is_service,
            key: "\(facts.country_code)\(facts.national)"
        )
    }
}
