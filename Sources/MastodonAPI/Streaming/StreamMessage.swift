// One thing that is told, as bytes: written once, whoever hears it.

internal import Basics
internal import NIOCore
internal import Streaming

/// An event with its payload, in the two forms in which it is sent.
struct StreamMessage {
    private let event: StaticString
    /// JSON, or the bare id of what was deleted; nil where the event says it all.
    private let payload: [UInt8]?
    private var frames: [StreamLabel: ByteBuffer] = [:]
    /// The payload as a JSON string, which is how WebSocket clients get it: JSON inside of JSON.
    private lazy var quoted: [UInt8]? = payload.map { payload in
        var json = JSONWriter(capacity: payload.count + payload.count / 4)
        json.string(String(decoding: payload, as: UTF8.self))
        return json.bytes
    }
    private lazy var block: ByteBuffer = {
        var buffer = ByteBuffer()
        buffer.writeString("event: \(event)\ndata: ")
        if let payload { buffer.writeBytes(payload) } else { buffer.writeString("undefined") }
        buffer.writeString("\n\n")
        return buffer
    }()

    init(_ event: StaticString, _ payload: [UInt8]?) {
        self.event = event
        self.payload = payload
    }

    init(deleted id: Int64) { self.init("delete", Array(String(id).utf8)) }

    /// What a listener gets. Listeners to the same stream share the bytes.
    mutating func piece(for listener: StreamHub<ByteBuffer>.Listener) -> ByteBuffer {
        switch listener.subscriber.form {
        case .single: return block
        case .multiplexed:
            if let frame = frames[listener.label] { return frame }
            let frame = frame(listener.label)
            frames[listener.label] = frame
            return frame
        }
    }

    private mutating func frame(_ label: StreamLabel) -> ByteBuffer {
        var json = JSONWriter(capacity: (quoted?.count ?? 0) + 96)
        json.beginObject()
        json.field("stream", strings: label)
        json.key("event")
        json.string("\(event)")
        if let quoted {
            json.key("payload")
            json.raw(quoted)
        }
        json.endObject()
        return ByteBuffer(bytes: json.bytes)
    }

    /// Hands it to listeners.
    mutating func tell(_ listeners: [StreamHub<ByteBuffer>.Listener]) {
        for listener in listeners { listener.subscriber.push(piece(for: listener)) }
    }
}
