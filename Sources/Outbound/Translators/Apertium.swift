// Apertium (https://www.apertium.org), beside this program: it may use little, not for long, and not many at once.

internal import Basics
public import Domain
internal import Foundation
internal import Programs
internal import Synchronization

extension Translator {
    /// The Apertium in the folders of `PATH` with its installed pairs; nil where there is none.
    public static func apertium() -> Translator? {
        guard let program = InstalledProgram.path("apertium") else { return nil }
        let apertium = Apertium(program: program)
        return Translator(
            provider: "Apertium",
            languages: {
                var found: [String: [String]] = [:]
                for pair in try await apertium.pairs() { found[pair.source, default: []].append(pair.target) }
                return found.mapValues { $0.sorted() }
            },
            translate: { texts, source, target in
                guard let pair = try await apertium.pairs().first(where: { $0.source == source && $0.target == target })
                else { throw TranslationFailure.unsupported }
                return TranslatedTexts(texts: try await apertium.translate(texts, pair.mode), source: pair.source)
            }
        )
    }
}

/// The installed program.
final class Apertium: Sendable {
    struct Pair: Sendable, Equatable {
        var source: String
        var target: String
        /// As the program calls it: `eng-spa`.
        var mode: String
    }

    private static let limits = ProgramLimits(seconds: 10, fileBytes: 1 << 20)

    private let program: String
    private let queue = FairQueue(width: 1, mostWaiting: 15)
    private let known = Mutex<[Pair]?>(nil)

    init(program: String) { self.program = program }

    /// What is installed; read once.
    func pairs() async throws -> [Pair] {
        if let known = known.withLock({ $0 }) { return known }
        let found = Apertium.pairs(in: try await run(["-l"], []))
        known.withLock { $0 = found }
        return found
    }

    /// `eng-spa` is from English to Spanish; of variants (`cat-spa_valencia`) the plain form is taken.
    static func pairs(in list: String) -> [Pair] {
        var found: [Pair] = []
        for line in list.split(whereSeparator: \.isNewline) {
            let mode = line.trimmingCharacters(in: .whitespaces)
            let parts = mode.split(separator: "-")
            guard parts.count == 2, mode.utf8.allSatisfy({ ASCII.isAlphanumeric($0) || $0 == UInt8(ascii: "-") }),
                let source = Language.normalise(String(parts[0])), let target = Language.normalise(String(parts[1])),
                source != target, !found.contains(where: { $0.source == source && $0.target == target })
            else { continue }
            found.append(Pair(source: source, target: target, mode: mode))
        }
        return found
    }

    /// Each text by itself: what one of them breaks, the others do not suffer.
    func translate(_ texts: [String], _ mode: String) async throws -> [String] {
        var found: [String] = []
        for text in texts {
            guard text.contains(where: \.isLetter) else {
                found.append(text)
                continue
            }
            found.append(try await run(["-u", "-f", "html", mode], Array(text.utf8)))
        }
        return found
    }

    private func run(_ arguments: [String], _ input: [UInt8]) async throws -> String {
        do {
            let text = try await queue.run {
                // A chain of programs.
                try await LimitedProgram.run(program, arguments, input: input, startsOthers: true, Self.limits)
            }
            return String(decoding: text, as: UTF8.self)
        } catch is FairQueue.Full {
            throw TranslationFailure.unavailable("too many wait")
        } catch ProgramFailure.unavailable(let reason) {
            throw TranslationFailure.unavailable(reason)
        } catch is ProgramFailure {
            throw TranslationFailure.unavailable("the program ended badly")
        }
    }
}
