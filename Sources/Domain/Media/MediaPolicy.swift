// What may be attached, and what may be together under one status.

public import Basics

/// The numbers that files are held to; apps are told them.
public struct MediaLimits: Sendable, Equatable {
    public var attachments = 4
    public var descriptionCharacters = 1500
    public var imageBytes = 16 << 20
    public var imagePixels = 33_177_600
    public var videoBytes = 99 << 20
    public var videoPixels = 8_294_400
    public var frameRate = 120
    /// Frames of a picture that moves.
    public var animationFrames = 10_000
    /// What is decoded of a picture that moves: millions of pixels, all frames together.
    public var animationMegapixels = 10_000
    /// The same of a film that must be coded again: a quarter of an hour of 1920×1080 at 30 frames a second.
    public var videoMegapixels = 60_000
    /// Up to this it is short work, and does not wait behind long work.
    public var shortMegapixels = 1_000
    /// Seconds of a silent film that apps show like a picture that moves.
    public var gifvSeconds = 60.0
    /// Avatars and headers.
    public var profileImageBytes = 8 << 20
    /// Pictures of pages that are linked to; larger ones are not fetched.
    public var cardImageBytes = 8 << 20
    /// How long an upload that is not attached to anything is kept.
    public var looseSeconds: Int64 = 86_400
    /// How long the answer to an upload waits for a file to be processed before it says "later".
    public var quickMilliseconds = 1500

    public init() {}
}

/// Rules of attachments.
public enum MediaPolicy {
    /// What is wrong with a list of attachments for one status, in a sentence as Mastodon says it; nil where nothing is.
    public static func problem(count: Int, hasPoll: Bool, _ limits: MediaLimits) -> Sentence? {
        guard count > 0 else { return nil }
        if count > limits.attachments { return "Cannot attach more than \(most: limits.attachments) files" }
        return hasPoll ? "Cannot attach both files and a poll" : nil
    }

    /// The same, of what is known of each.
    public static func problem(of media: [MediaAttachment]) -> Sentence? {
        guard media.allSatisfy({ $0.state == .ready }) else {
            if media.contains(where: { $0.state == .unprocessed }) {
                return "Cannot attach files that this server was not able to process: please upload them again"
            }
            return media.contains { $0.state == .failed }
                ? "Cannot attach files that could not be processed"
                : "Cannot attach files that have not finished processing. Try again in a moment!"
        }
        guard media.count < 2 || media.allSatisfy({ $0.kind == .image }) else {
            return "Cannot attach a video to a post that already contains images"
        }
        return nil
    }
}
