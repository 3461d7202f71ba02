// Precision and recall, by kind and for phone numbers by language.

import Guard

struct Report {
    /// What phone numbers must reach over all languages.
    static let (precision, recall) = (0.98, 0.95)

    struct Tally {
        var found = 0
        var missed = 0
        var wrong = 0

        var precision: Double { found + wrong == 0 ? 1 : Double(found) / Double(found + wrong) }
        var recall: Double { found + missed == 0 ? 1 : Double(found) / Double(found + missed) }
    }

    private var kinds: [PrivateKind: Tally] = [:]
    private var phones: [String: Tally] = [:]
    private(set) var failures: [String] = []

    init(_ samples: [Sample]) { for sample in samples { read(sample) } }

    private mutating func read(_ sample: Sample) {
        let findings = PrivacyScanner.findings(in: sample.text, language: sample.language)
        if let truth = sample.truth {
            let isFound = findings.contains { $0.kind == truth.kind && $0.range.overlaps(truth.range) }
            count(truth.kind, sample) { if isFound { $0.found += 1 } else { $0.missed += 1 } }
            if !isFound { failures.append("missed \(truth.kind.rawValue) (\(sample.language)): \(sample.text)") }
        }
        for finding in findings {
            if let truth = sample.truth, truth.kind == finding.kind, truth.range.overlaps(finding.range) { continue }
            count(finding.kind, sample) { $0.wrong += 1 }
            failures.append("wrong \(finding.kind.rawValue) (\(sample.language)): \(sample.text)")
        }
    }

    private mutating func count(_ kind: PrivateKind, _ sample: Sample, _ change: (inout Tally) -> Void) {
        change(&kinds[kind, default: Tally()])
        if kind == .phoneNumber { change(&phones[sample.language, default: Tally()]) }
    }

    var isGoodEnough: Bool {
        let tally = kinds[.phoneNumber] ?? Tally()
        return tally.precision >= Self.precision && tally.recall >= Self.recall
    }

    var tables: String {
        let byKind = PrivateKind.allCases.map { row($0.rawValue, kinds[$0] ?? Tally()) }
        let byLanguage = Sentences.languages.map { row($0, phones[$0] ?? Tally()) }
        return heading("kind") + byKind.joined() + "\n" + heading("phone numbers in") + byLanguage.joined()
    }

    private func heading(_ first: String) -> String {
        "| \(first) | found | missed | wrong | precision | recall |\n|---|---|---|---|---|---|\n"
    }

    private func row(_ name: String, _ tally: Tally) -> String {
        "| \(name) | \(tally.found) | \(tally.missed) | \(tally.wrong) | \(part(tally.precision)) | \(part(tally.recall)) |\n"
    }

    private func part(_ value: Double) -> String {
        let thousandths = Int((value * 1000).rounded())
        return thousandths >= 1000 ? "1.000" : "0." + String(1000 + thousandths).dropFirst()
    }
}
