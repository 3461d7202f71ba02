// What a look at a text costs.

import Guard

enum Cost {
    static func table(_ samples: [Sample]) -> String {
        let usual = samples.filter { $0.truth == nil }
        let told = samples.filter { $0.truth != nil }
        let plain = Sentences.tails.values.flatMap { $0 }.map { text in
            Sample(language: "en", text: Array(repeating: text, count: 8).joined(separator: " "), truth: nil)
        }
        return "| texts | mean | the slowest hundredth |\n|---|---|---|\n" + row("without a digit", plain)
            + row("with numbers that are nobody's", usual) + row("with private information", told)
    }

    private static func row(_ name: String, _ samples: [Sample]) -> String {
        let clock = ContinuousClock()
        let times = samples.map { sample in
            clock.measure { _ = PrivacyScanner.findings(in: sample.text, language: sample.language) }
        }.sorted()
        guard let slow = times.dropFirst(times.count * 99 / 100).first else { return "" }
        let mean = times.reduce(.zero, +) / times.count
        return "| \(name) | \(micro(mean)) µs | \(micro(slow)) µs |\n"
    }

    private static func micro(_ time: Duration) -> Int64 { time.components.attoseconds / 1_000_000_000_000 }
}
