// Why a file did not become an attachment.

public import Basics

public enum MediaError: Error, Sendable, Equatable {
    /// The file is not what it should be; the sentence is for whoever sent it.
    case unacceptable(Sentence)
    /// Too many files are waiting to be processed.
    case busy
    /// Disk, bucket or tool; the sentence is for the admin.
    case storage(String)

    static let broken = MediaError.unacceptable("File cannot be read: it is damaged, or not what it seems to be")
}

extension MediaError: CustomStringConvertible {
    /// For the log.
    public var description: String {
        switch self {
        case .unacceptable(let sentence): sentence.english
        case .storage(let sentence): sentence
        case .busy: "too many files are waiting to be processed"
        }
    }
}
