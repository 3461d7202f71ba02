// What is left of a tag's name when spelling is taken away: #metoo, #me_too, #métoo and #MeTooo2017 are spellings of one word.

extension TagName {
    /// The name without accents, underscores and points, with doubled letters as one and without a year at its end; the name
    /// itself where too little would be left to tell words apart.
    public var skeleton: String {
        var letters = SearchFolding.folded(name).unicodeScalars.filter { $0.properties.isAlphabetic || isDigit($0) }
        if let year = year(at: letters.count, of: letters) { letters.removeLast(year) }
        var skeleton = String.UnicodeScalarView()
        for letter in letters where letter != skeleton.last || isDigit(letter) { skeleton.append(letter) }
        let isUnspaced = skeleton.contains(where: SearchFolding.isUnspaced)
        return skeleton.count >= (isUnspaced ? 2 : 4) ? String(skeleton) : name
    }

    private func isDigit(_ sign: Unicode.Scalar) -> Bool { ("0"..."9").contains(sign) }

    /// Four digits at the end that are no longer number, from 1900 to 2099.
    private func year(at end: Int, of letters: some BidirectionalCollection<Unicode.Scalar>) -> Int? {
        let digits = letters.suffix(4)
        guard end > 4, digits.allSatisfy(isDigit), !isDigit(letters.dropLast(4).last ?? "0"),
            digits.starts(with: "19".unicodeScalars) || digits.starts(with: "20".unicodeScalars)
        else { return nil }
        return 4
    }
}
