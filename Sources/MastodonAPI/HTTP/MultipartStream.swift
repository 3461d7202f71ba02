// Reads `multipart/form-data` bodies (RFC 7578) as they come: files go to the disk piece by piece, texts into the tree.

internal import Basics
internal import Domain
internal import Foundation
internal import Media
internal import Services

/// A field of a form that may be a file.
enum FileField: String, Sendable {
    case file, thumbnail, avatar, header
    /// Another small picture for one of the attachments of a status.
    case attachmentThumbnail = "media_attributes[][thumbnail]"

    func bytes(_ limits: Limits) -> Int {
        switch self {
        case .file: limits.media.videoBytes
        case .thumbnail, .attachmentThumbnail: limits.media.imageBytes
        case .avatar, .header: limits.media.profileImageBytes
        }
    }
}

extension FormLimits {
    init(files: [FileField], _ limits: Limits) {
        self.init(
            fileBytes: Dictionary(uniqueKeysWithValues: files.map { ($0.rawValue, $0.bytes(limits)) }),
            otherBytes: limits.bodyBytes
        )
    }
}

/// A body in the making: fed with pieces, it fills a tree of parameters.
struct MultipartStream {
    private(set) var form: FormReader
    private var stream: FormStream

    /// - Parameter count: parameters read already.
    init(boundary: String, count: Int, folder: String, limits: FormLimits) throws {
        form = FormReader(count: count)
        do {
            stream = try FormStream(boundary: boundary, folder: folder, limits: limits)
        } catch {
            throw error.toldToApps
        }
    }

    /// Takes the next piece of the body.
    mutating func feed(_ bytes: some Sequence<UInt8>) throws {
        do { try stream.feed(bytes) } catch let fault as FormFault { throw fault.toldToApps }
        for part in stream.parts {
            switch part.content {
            case .text(let text): try form.add(part.head, text: text[...])
            case .file(let file): try form.add(part.head, file: file)
            case .refused(let fault): throw fault.toldToApps
            }
        }
        stream.parts.removeAll()
    }

    /// The body has ended.
    mutating func finish() throws -> ParameterObject {
        do { try stream.finish() } catch { throw error.toldToApps }
        return form.root
    }
}

extension FormFault {
    /// As apps are told it.
    fileprivate var toldToApps: any Error {
        switch self {
        case .malformed(let sentence): ParameterError.malformed(sentence)
        case .tooLarge: APIError.tooLarge
        case .takesNoFile(let field): APIError.wrongParameter("\(text: field) takes no file")
        case .fileTooLarge(let most): APIError.invalid("File size must be less than \(most: most >> 20) MB")
        }
    }
}
