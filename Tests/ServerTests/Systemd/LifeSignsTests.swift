// When a service manager hears that the server lives.

import Foundation
import NIOCore
import Testing

@testable import Server

@Suite("Signs of life")
struct LifeSignsTests {
    /// What is told while a database answers so, for half a second in which a sign of life is expected each tenth.
    private func told(isAnswering: Bool, isHere: Bool) async throws -> [String] {
        let path = NSTemporaryDirectory() + "chorus-\(UUID().uuidString.prefix(8))"
        let manager = try HearingManager(path)
        let signs = WatchdogService(
            manager: ServiceManager(["NOTIFY_SOCKET": path, "WATCHDOG_USEC": "200000"]),
            isDatabaseAnswering: { isAnswering },
            isDatabaseHere: isHere
        )
        let running = Task { await signs.run() }
        var told: [String] = []
        for _ in 0..<20 {
            try await Task.sleep(for: .milliseconds(25))
            told += manager.messages()
        }
        running.cancel()
        await running.value
        return told + manager.messages()
    }

    @Test("a server whose database answers says so until it stops")
    func answering() async throws {
        let told = try await told(isAnswering: true, isHere: true)
        #expect(told.filter { $0 == "WATCHDOG=1" }.count >= 3)
        #expect(told.last?.hasPrefix("STOPPING=1\n") == true)
    }

    @Test("a database in this process that does not answer is a server that hangs, and one elsewhere is a sentence")
    func silent() async throws {
        let here = try await told(isAnswering: false, isHere: true)
        #expect(!here.contains("WATCHDOG=1") && here.contains("STATUS=The database does not answer"))
        let elsewhere = try await told(isAnswering: false, isHere: false)
        #expect(elsewhere.contains("WATCHDOG=1") && elsewhere.contains("STATUS=The database does not answer"))
    }

    @Test("a manager that wants no signs of life, or those of another process, is told of none")
    func unwanted() {
        #expect(ServiceManager([:]).watchdog == nil && ServiceManager(["WATCHDOG_USEC": "1000"]).watchdog == nil)
        let socket = ["NOTIFY_SOCKET": "@nobody", "WATCHDOG_USEC": "1000000"]
        #expect(ServiceManager(socket).watchdog == .seconds(1))
        #expect(ServiceManager(socket.merging(["WATCHDOG_PID": "1"]) { $1 }).watchdog == nil)
        ServiceManager(["NOTIFY_SOCKET": "/" + String(repeating: "a", count: 200)]).tell("READY=1")
    }
}

/// A socket at which a process says how it is.
private final class HearingManager {
    private let path: String
    private let handle: CInt

    init(_ path: String) throws {
        self.path = path
        handle = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue), 0)
        let address = try SocketAddress(unixDomainSocketPath: path)
        let isBound = address.withSockAddr { bind(handle, $0, socklen_t($1)) }
        #expect(isBound == 0)
    }

    deinit {
        close(handle)
        unlink(path)
    }

    /// What has come since.
    func messages() -> [String] {
        var found: [String] = []
        var bytes = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(handle, &bytes, bytes.count, CInt(MSG_DONTWAIT))
            guard count > 0 else { return found }
            found.append(String(decoding: bytes.prefix(count), as: UTF8.self))
        }
    }
}
