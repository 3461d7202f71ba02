// A program reads a file; what comes of it is the file's fault only where the program has judged the file.

internal import Basics
internal import Foundation
internal import Programs

extension MediaProcessor {
    /// What a program printed. Throws `MediaError`.
    ///
    /// - Parameter path: the file it reads.
    func run(
        _ program: String,
        _ arguments: [String],
        reading path: String,
        in folder: String,
        _ limits: ProgramLimits
    ) async throws -> [UInt8] {
        do {
            return try await LimitedProgram.run(program, arguments, in: folder, limits)
        } catch ProgramFailure.unavailable(let reason) {
            throw MediaError.storage(reason)
        } catch ProgramFailure.exceeded {
            throw MediaError.unacceptable("File takes too long to process, or becomes too large")
        } catch ProgramFailure.refused(_, _) {
            throw judgement(on: path, in: folder)
        }
    }

    /// That a file is damaged, unless somebody took it away from under the program.
    func judgement(on path: String, in folder: String) -> MediaError {
        for place in [path, folder] where !FileManager.default.isReadableFile(atPath: place) {
            return .storage("\(place) is gone, or cannot be read")
        }
        guard FileManager.default.isWritableFile(atPath: folder) else {
            return .storage("The folder \(folder) cannot be written")
        }
        return .broken
    }
}
