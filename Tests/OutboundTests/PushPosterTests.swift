// Where messages to apps may go.
import Domain
import Foundation
import Testing

@testable import Outbound

@Suite("Posting to push services")
struct PushPosterTests {
    /// A port of this machine that takes connections and answers nothing.
    private final class Listener {
        let descriptor: Int32
        let port: UInt16

        init() throws {
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let descriptor = descriptor
            withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                    _ = bind(descriptor, pointer, length)
                    _ = listen(descriptor, 8)
                    _ = getsockname(descriptor, pointer, &length)
                }
            }
            port = UInt16(bigEndian: address.sin_port)
            try #require(port > 0)
        }

        /// All bytes of the next connection, until its other side closes it.
        func received() -> [UInt8] {
            let connection = accept(descriptor, nil, nil)
            defer { close(connection) }
            var (all, some) = ([UInt8](), [UInt8](repeating: 0, count: 4096))
            while case let count = read(connection, &some, some.count), count > 0 { all += some[..<count] }
            return all
        }

        deinit { close(descriptor) }
    }

    private func message(_ url: String) throws -> PushMessage {
        PushMessage(endpoint: try #require(PushEndpoint(url)), headers: [("TTL", "1")], body: [1, 2, 3])
    }

    private func failure(_ poster: PushPoster, _ url: String) async throws -> String {
        do {
            return "\(try await poster.send(try message(url)))"
        } catch {
            return "\(error)"
        }
    }

    @Test("names and addresses of this machine are refused before anything is connected to")
    func refused() async throws {
        let poster = PushPoster(try OutboundClient(OutboundClient.Settings(userAgent: "test")), timeout: .seconds(120))
        for host in ["localhost", "127.0.0.1", "[::1]", "10.0.0.1", "169.254.169.254"] {
            let sentence = try await failure(poster, "https://\(host)/secret")
            #expect(sentence.hasSuffix("is not a public address"), "\(sentence)")
            #expect(!sentence.contains("secret"))
        }
    }

    @Test("one that does not answer is given up, and its address is in no sentence")
    func silent() async throws {
        let listener = try Listener()
        let outbound = try OutboundClient(OutboundClient.Settings(userAgent: "test"))
        let poster = PushPoster(outbound, allowsPrivateAddresses: true, timeout: .seconds(90))
        let sentence = try await failure(poster, "http://127.0.0.1:\(listener.port)/secret")
        #expect(sentence.hasPrefix("127.0.0.1 "), "\(sentence)")
        #expect(!sentence.contains("secret"))
        #expect(String(decoding: listener.received(), as: UTF8.self).hasPrefix("POST /secret HTTP/1.1\r\n"))
    }
}
