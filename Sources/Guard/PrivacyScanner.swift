// Reads a text as the guard does: once, in linear time, and total on whatever comes from outside.

/// Finds private information in texts that people write.
public enum PrivacyScanner {
    /// All that was found, in order of its place; no two overlap.
    /// - Parameters:
    ///   - text: plain text, not HTML.
    ///   - language: the author's, as an ISO 639-1 code; numbers without a country's code are read as dialled where it
    ///     is spoken.
    public static func findings(in text: String, language: String? = nil) -> [Finding] {
        var scan = ScannedText(text)
        scan.tokenize()
        guard scan.digits > 0 || scan.atSigns > 0 else { return [] }
        scan.maskLinksAndTags()
        var found: [Span] = []
        // What is surest first: a range that one has found is not looked at by the next.
        if scan.atSigns > 0 { scan.take(EmailFinder.find(in: scan), into: &found) }
        if scan.hasFigures {
            scan.take(BankAccountFinder.find(in: scan), into: &found)
            scan.take(CardFinder.find(in: scan), into: &found)
            scan.take(IdentityFinder.find(in: scan), into: &found)
            scan.maskDatesAndTimes()
        }
        if scan.digits >= 5 { scan.take(PhoneFinder.find(in: scan, language: language), into: &found) }
        if scan.hasFigures { scan.take(StreetFinder.find(in: scan), into: &found) }
        return found.sorted { $0.range.lowerBound < $1.range.lowerBound }.map(scan.finding)
    }
}

/// A finding by indices of the folded text.
struct Span {
    var kind: PrivateKind
    var range: Range<Int>
    var key: String
}
