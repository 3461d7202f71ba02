// What feeds tell of a file.

internal import Media

extension Services {
    /// The type of a stored file, and its size where this server keeps it itself. Nil for what is no file of ours.
    public func fileFacts(of path: String) -> (type: String, size: Int?)? {
        MediaPath.type(path).map { ($0, (media?.store as? FolderStore)?.size(of: path)) }
    }
}
