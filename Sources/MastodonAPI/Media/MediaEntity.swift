// MediaAttachment as apps read it.

internal import Basics
internal import Domain
internal import Services

enum MediaEntity {
    static func write(_ media: MediaAttachment, _ site: Site, to json: inout JSONWriter) {
        json.beginObject()
        json.field("id", id: media.id)
        json.field("type", media.kind.name)
        json.field("url", site.fileURL(of: media))
        json.field("preview_url", site.previewURL(of: media))
        json.field("remote_url", media.remoteURL)
        json.field("preview_remote_url", media.remotePreviewURL)
        json.nullField("text_url")
        json.object("meta") { writeMeta(media, to: &$0) }
        json.field("description", media.description)
        json.field("blurhash", media.blurhash)
        json.endObject()
    }

    private static func writeMeta(_ media: MediaAttachment, to json: inout JSONWriter) {
        let measures = media.measures
        if measures.size != nil || measures.duration != nil {
            json.object("original") { json in
                if let size = measures.size {
                    json.field("width", size.width)
                    json.field("height", size.height)
                    // Films have their rate of pictures in this place.
                    if let rate = measures.frameRate {
                        json.field("frame_rate", rate)
                    } else {
                        writeShape(size, to: &json)
                    }
                }
                if let duration = measures.duration {
                    json.key("duration")
                    json.number(duration, decimals: 6)
                }
                if let bitrate = measures.bitrate { json.field("bitrate", bitrate) }
            }
        }
        if let size = measures.previewSize {
            json.object("small") { json in
                json.field("width", size.width)
                json.field("height", size.height)
                writeShape(size, to: &json)
            }
        }
        if let focus = media.focus {
            json.object("focus") { json in
                json.key("x")
                json.number(focus.x, decimals: 4)
                json.key("y")
                json.number(focus.y, decimals: 4)
            }
        }
    }

    private static func writeShape(_ size: PixelSize, to json: inout JSONWriter) {
        json.field("size", "\(size.width)x\(size.height)")
        json.key("aspect")
        json.number(Double(size.width) / Double(max(size.height, 1)), decimals: 6)
    }
}
