// That nothing is answered without the word that this server is reached by https alone.

import Basics
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOHTTPTypesHTTP1
import Testing

@testable import Connections

@Suite struct StrictTransportSecurityTests {
    private func channel(isEncrypted: Bool) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.configureHTTPServerPipeline()
        try channel.pipeline.syncOperations.addHandler(HTTP1ToHTTPServerCodec(secure: isEncrypted))
        let table = ConnectionTable(ConnectionLimits(files: 1024))
        try ConnectionWatch.begin(on: channel, table, .none, isEncrypted: isEncrypted)
        return channel
    }

    private func answer(_ channel: EmbeddedChannel, to bytes: String) throws -> String {
        _ = try? channel.writeInbound(ByteBuffer(string: bytes))
        var text = ""
        while let part = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: part) }
        return text.lowercased()
    }

    @Test("also what the reader of HTTP answers to what is not HTTP says so, where this server serves https")
    func parser() throws {
        let encrypted = try answer(try channel(isEncrypted: true), to: "nonsense\r\n\r\n")
        #expect(
            encrypted.hasPrefix("http/1.1 400") && encrypted.contains("strict-transport-security: max-age=31536000")
        )
        let plain = try answer(try channel(isEncrypted: false), to: "nonsense\r\n\r\n")
        #expect(plain.hasPrefix("http/1.1 400") && !plain.contains("strict-transport-security"))
    }

    @Test("an answer has it once, and \"continue\" is no answer")
    func answers() throws {
        let channel = EmbeddedChannel(handlers: [HTTPResponseEncoder(), StrictTransportSecurity()])
        for status in [HTTPResponseStatus.continue, .unsupportedMediaType] {
            let headers: HTTPHeaders = status == .continue ? [:] : ["strict-transport-security": "max-age=1"]
            let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
            try channel.writeOutbound(HTTPServerResponsePart.head(head))
            var text = ""
            while let part = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: part) }
            let said = text.lowercased().components("strict-transport-security")
            #expect(said == (status == .continue ? 0 : 1), "\(text)")
        }
    }
}

extension String {
    /// How often a text is in it.
    fileprivate func components(_ part: String) -> Int {
        split(separator: part, omittingEmptySubsequences: false).count - 1
    }
}
