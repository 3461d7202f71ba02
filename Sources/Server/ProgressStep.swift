// How far a long command is.

internal import Backup
internal import Services

/// What a command is at.
public struct ProgressStep: Sendable {
    public var text: String
    public var detail = ""
    /// How much of it is done, from 0 to 1; nil where that is not known.
    public var share: Double?

    init(_ progress: BackupProgress) {
        switch progress {
        case .rows(let table, let count): (text, detail) = ("rows", "\(table): \(count)")
        case .files(let done, let all): (text, share) = ("files", ProgressStep.share(Int64(done), Int64(all)))
        case .checked(let done, let all): (text, share) = ("checked", ProgressStep.share(done, all))
        case .written(let done, let all): (text, share) = ("rows", ProgressStep.share(done, all))
        case .indexes: text = "making indexes"
        }
    }

    init(_ progress: PruneProgress) {
        (text, detail) = (progress.figure.kind.rawValue, "\(progress.figure.count)")
        share = progress.share
    }

    private static func share(_ done: Int64, _ all: Int64) -> Double {
        all > 0 ? min(1, max(0, Double(done) / Double(all))) : 1
    }
}
