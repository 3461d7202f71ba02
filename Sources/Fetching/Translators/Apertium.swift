// Apertium (https://www.apertium.org), beside this program: it may use little, not for long, and not many at once.

internal import Basics
internal import Dispatch
public import Domain
internal import Foundation
internal import Synchronization

extension Translator {
    /// The Apertium in the folders of `PATH` with its installed pairs; nil where there is none.
    public static func apertium() -> Translator? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        guard
            let program = folders.map({ "\($0)/apertium" })
                .first(where: { FileManager.default.isExecutableFile(atPath: $0) })
        else { return nil }
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

    private static let mostWaiting = 16
    private static let mostBytes = 1 << 20
    private static let seconds = 10

    private let program: String
    // Waiting for a program holds a thread, and the threads of the sockets must not be held (docs/decisions/0005).
    private let queue = DispatchQueue(label: "chorus.apertium")
    private let waiting = Mutex(0)
    private let known = Mutex<[Pair]?>(nil)

    init(program: String) { self.program = program }

    /// What is installed; read once.
    func pairs() async throws -> [Pair] {
        if let known = known.withLock({ $0 }) { return known }
        let found = Apertium.pairs(in: try await run("\"$0\" -l", []))
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
            found.append(try await run("\"$0\" -u -f html \(mode)", Array(text.utf8)))
        }
        return found
    }

    private func run(_ command: String, _ input: [UInt8]) async throws -> String {
        let admitted = waiting.withLock { waiting in
            guard waiting < Self.mostWaiting else { return false }
            waiting += 1
            return true
        }
        guard admitted else { throw TranslationFailure.unavailable("too many wait") }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async {
                let output = Result { try self.runNow(command, input) }
                self.waiting.withLock { $0 -= 1 }
                continuation.resume(with: output)
            }
        }
    }

    private func runNow(_ command: String, _ input: [UInt8]) throws -> String {
        // A file without a name, and not a pipe: a program that ends before it has read all must not end this one.
        guard let file = tmpfile() else { throw TranslationFailure.unavailable("no file") }
        defer { fclose(file) }
        guard fwrite(input, 1, input.count, file) == input.count, fflush(file) == 0 else {
            throw TranslationFailure.unavailable("no room for a file")
        }
        rewind(file)
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        // `timeout` ends the whole group: the program is a chain of others.
        let limits = "ulimit -t \(Self.seconds); ulimit -v 2097152; ulimit -c 0"
        let line = command.replacing("\"$0\"", with: "exec timeout -k 1 \(Self.seconds) \"$0\"")
        process.arguments = ["-c", "\(limits); \(line)", program]
        process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent", "TMPDIR": "/tmp"]
        let output = Pipe()
        process.standardInput = FileHandle(fileDescriptor: fileno(file))
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { throw TranslationFailure.unavailable("\(error)") }
        var text: [UInt8] = []
        while let part = try output.fileHandleForReading.read(upToCount: 1 << 16), !part.isEmpty {
            text += part
            if text.count > Self.mostBytes {
                process.terminate()
                break
            }
        }
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0, text.count <= Self.mostBytes else {
            throw TranslationFailure.unavailable("the program ended badly")
        }
        return String(decoding: text, as: UTF8.self)
    }
}
