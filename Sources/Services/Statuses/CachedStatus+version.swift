// A status as the newest of its versions.

internal import Basics
public import Domain

extension CachedStatus {
    /// As it is now, beside the versions that it had before.
    public var version: StatusEdit {
        StatusEdit(
            text: status.text,
            content: status.content,
            spoilerText: status.spoilerText,
            isSensitive: status.isSensitive,
            pollOptions: poll?.options,
            media: media.map { EditedMedia(id: $0.id, description: $0.description) },
            createdAt: status.editedAt ?? status.createdAt
        )
    }
}
