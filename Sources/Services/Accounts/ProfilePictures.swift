// Avatars and headers: cut to size and stored before the profile changes.

internal import Basics
public import Domain
public import Media
internal import Storage

extension Services {
    /// Processes and stores an avatar. It belongs to nobody yet.
    public func avatar(_ file: IncomingFile, of account: Int64) async throws -> PictureChange {
        .replaced(try await picture(file, .avatar, PixelSize(width: 400, height: 400), account))
    }

    /// Processes and stores a header. It belongs to nobody yet.
    public func header(_ file: IncomingFile, of account: Int64) async throws -> PictureChange {
        .replaced(try await picture(file, .header, PixelSize(width: 1500, height: 500), account))
    }

    private func picture(
        _ file: IncomingFile,
        _ kind: PictureKind,
        _ box: PixelSize,
        _ account: Int64
    ) async throws -> ProfilePicture {
        let workshop = try workshop()
        let format = try format(of: file)
        guard format.isImage else { throw ServiceError.invalid(kind.noPicture) }
        let most = limits.media.profileImageBytes
        guard file.count <= most else {
            throw ServiceError.invalid(kind.tooLarge(most >> 20))
        }
        return try await workshop.working { folder in
            try await Services.toldWell {
                let made = try await workshop.processor.profilePicture(
                    file.path,
                    format,
                    box,
                    for: account,
                    in: folder
                )
                let (path, still) = try await workshop.keep(made.file, preview: made.still, in: "accounts")
                guard let path else { throw MediaError.storage("A picture was not stored") }
                return ProfilePicture(path: path, stillPath: still)
            }
        }
    }

    /// Lets go of pictures that were stored for a profile that did not change after all.
    public func discard(_ pictures: [PictureChange?]) async {
        await discard(
            paths: pictures.flatMap { change -> [String] in
                if case .replaced(let picture)? = change { picture.paths } else { [] }
            }
        )
    }

    /// Lets go of files that were stored for nothing.
    func discard(paths: [String]) async {
        guard !paths.isEmpty else { return }
        try? await change { change in try MediaRemovalQueries.note(paths, change.connection) }
        try? await removeFiles()
    }
}

extension Change {
    /// Writes pictures that are others now; the files of the old ones go.
    mutating func replacePictures(_ old: Account, by new: Account) throws {
        guard old.avatar != new.avatar || old.header != new.header else { return }
        try AccountQueries.updatePictures(of: new, connection)
        let kept = [new.avatar, new.header].compactMap { $0 }.flatMap(\.paths)
        let gone = [old.avatar, old.header].compactMap { $0 }.flatMap(\.paths).filter { !kept.contains($0) }
        try MediaRemovalQueries.note(gone, connection)
        try settleNewFiles(of: new.id)
    }
}

/// What a profile shows.
private enum PictureKind {
    case avatar, header

    var noPicture: Sentence {
        switch self {
        case .avatar: "Avatar is not a picture"
        case .header: "Header is not a picture"
        }
    }

    func tooLarge(_ most: Int) -> Sentence {
        switch self {
        case .avatar: "Avatar file size must be less than \(most: most) MB"
        case .header: "Header file size must be less than \(most: most) MB"
        }
    }
}
