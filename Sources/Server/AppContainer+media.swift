// What the command line does with stored files.

internal import Media
internal import Services

extension AppContainer {
    /// Cuts out of stored pictures what they say of their maker, where that was not done when they came. `tell` is told how far it is.
    ///
    /// Returns what came of it, in a sentence.
    public func stripMedia(_ tell: (String) -> Void) async throws -> String {
        let sum = try await services.stripStoredMedia(
            AppContainer.store(settings),
            in: settings.mediaFolder + "/in-progress/stripping"
        ) { tell("\($0.seen) pictures looked at, \($0.stripped) stripped") }
        return "\(sum.seen) pictures looked at, \(sum.stripped) stripped."
            + (sum.unreadable > 0 ? " \(sum.unreadable) could not be read and stay as they are." : "")
            + (sum.missing > 0
                ? " \(sum.missing) are not there; if the server keeps its files in a bucket, this command needs the same settings."
                : "")
            + (sum.moving > 0 ? " \(sum.moving) are being moved: run this again." : "")
    }

    /// Where files are kept.
    static func store(_ settings: Settings) throws -> any MediaStore {
        try settings.mediaBucket.map { BucketStore($0) } ?? FolderStore(root: settings.mediaFolder)
    }
}

extension Settings {
    var mediaFolder: String { dataDirectory + "/media" }
}
