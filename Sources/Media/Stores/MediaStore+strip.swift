// Stored pictures from before what they say of their maker was cut out.

/// What became of one stored picture.
public enum StripOutcome: Sendable, Equatable {
    case missing
    /// There was nothing in it.
    case clean
    case stripped
    /// It is no whole picture, and stays as it is.
    case unreadable
}

extension MediaStore {
    /// Puts the same picture without what it says of its maker in its place, in one move: who reads it gets the old or the new one.
    ///
    /// - Parameter folder: for the new file in the making; on the same file system as a folder store.
    public func strip(_ path: String, in folder: String) async throws -> StripOutcome {
        var bytes: [UInt8] = []
        let isThere = try await read(path) { piece in
            guard bytes.count + piece.count <= stripLimit else { throw MediaError.storage("\(path) is not a picture") }
            bytes += piece
        }
        guard isThere else { return .missing }
        guard let bare = PictureMetadata.stripped(bytes) else { return .unreadable }
        guard bare != bytes else { return .clean }
        try Files.makeFolder(folder)
        let suffix = String(path.split(separator: ".").last ?? "")
        let file = MadeFile(path: "\(folder)/stripped.\(suffix)", suffix: suffix)
        try Files.replace(file.path, with: bare)
        try await put(file, at: path)
        return .stripped
    }
}

/// More than any picture that is made here, in bytes.
private let stripLimit = 64 << 20
