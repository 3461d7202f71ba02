// From SVG to PNG, by a small program beside this one that may use little and not for long.

internal import Programs

/// Runs `rsvg-convert`, one at a time.
public final class Rasteriser: Sendable {
    public enum Failure: Error, Sendable {
        /// Too many wait already.
        case busy
        /// The program ended badly, took too long, or wrote something that is no picture.
        case failed
    }

    /// More than any of our pictures needs. A busy machine may take longer by the clock.
    private static let limits = ProgramLimits(seconds: 20, processorSeconds: 5, memory: 1 << 30, fileBytes: 4 << 20)

    private let program: String
    private let queue = FairQueue(width: 1, mostWaiting: 15)

    init(program: String) { self.program = program }

    /// The program in the folders of `PATH`; nil where it is not installed.
    public static func installed() -> Rasteriser? { InstalledProgram.path("rsvg-convert").map(Rasteriser.init) }

    func png(_ svg: String) async throws -> [UInt8] {
        let picture: [UInt8]
        do {
            picture = try await queue.run {
                try await LimitedProgram.run(
                    program,
                    ["--format=png", "--width=1200", "--height=630"],
                    input: Array(svg.utf8),
                    Self.limits
                )
            }
        } catch is FairQueue.Full { throw Failure.busy } catch is ProgramFailure { throw Failure.failed }
        guard picture.starts(with: [0x89, 0x50, 0x4E, 0x47]) else { throw Failure.failed }
        return picture
    }
}
