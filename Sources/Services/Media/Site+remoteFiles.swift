// Where files of other servers are read: here, so that they never learn who reads.

public import Domain

extension Site {
    /// The address of a copy of a file of another server. Its own where this server makes none, which is so where it speaks
    /// with no other.
    public func proxyURL(_ address: String, _ size: RemoteFileSize) -> String {
        guard let remoteFiles else { return address }
        return remoteFiles.path(address, size).map { url + $0 } ?? ""
    }

    /// The file of an attachment; nil where there is none yet.
    public func fileURL(of media: MediaAttachment) -> String? {
        media.path.map { mediaURL($0) } ?? media.remoteURL.map { proxyURL($0, .original) }
    }

    /// The small picture of an attachment; nil where there is none.
    public func previewURL(of media: MediaAttachment) -> String? {
        if let path = media.previewPath { return mediaURL(path) }
        if let address = media.remotePreviewURL { return proxyURL(address, .small) }
        // A picture is its own, and of a film one is made here.
        switch media.kind {
        case .image, .gifv, .video: return media.remoteURL.map { proxyURL($0, .small) }
        case .audio, .unknown: return nil
        }
    }
}
